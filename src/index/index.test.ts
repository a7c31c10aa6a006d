import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ALARM_CONFIDENCE, type Change } from "../model/index.ts";
import {
  type ChangeFilter,
  countChanges,
  type DocumentRows,
  type Index,
  type IndexState,
  listChanges,
  MARK,
  openIndex,
  openIndexWriter,
  readIndexState,
  scanIndex,
  searchClauses,
  tallyChanges,
  tallyNoise,
} from "./index.ts";

const STATE: IndexState = { logSize: 3, logRoot: "00", lastEntry: "11", detector: "d", labTable: "t" };

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-index-"));
  path = join(folder, "index", "corrigible.sqlite");
});

afterEach(() => rmSync(folder, { recursive: true }));

const change = (id: string, part: Partial<Change> = {}): Change => ({
  id,
  kind: "removed",
  direction: "loosens",
  subject: "use",
  severity: 3,
  confidence: 0.9,
  old: { text: "Military and warfare", path: ["Do not use it for:"], start: 3, end: 23 },
  new: null,
  nearest: { text: "Do not harm others", coverage: 0.2 },
  disclosed: "no",
  reasons: ["item-gone"],
  ...part,
});

/** A document with three versions; the second step is noise. */
function rowsOf(lab: string, slug: string, from: number, changes: readonly Change[]): DocumentRows {
  const document = `${lab}/${slug}`;
  const id = (at: number): string => `${document}@${from + at}`;
  const date = (at: number): string => `2024-01-1${at}T18:00:00Z`;
  const version = { document, cause: "change", blob: "ab".repeat(32), size: 10, service: lab, terms: slug } as const;
  const origin = { repository: "cd".repeat(20), commit_id: "ef".repeat(20), path: `${lab}/${slug}.md` };
  const clause = {
    lab,
    document,
    path: '["Do not use it for:"]',
    bearer: "user",
    modality: "prohibition",
    norm: "use-ban",
  } as const;
  return {
    document: {
      id: document,
      lab,
      lab_name: lab.toUpperCase(),
      service: lab,
      terms: slug,
      versions: 3,
      first_version: id(0),
      last_version: id(2),
      first_date: date(0),
      last_date: date(2),
    },
    versions: [0, 1, 2].map((at) => ({
      id: id(at),
      log_index: from + at,
      step: at,
      date: date(at),
      base: at === 0 ? null : id(at - 1),
      noise: at === 2 ? "flapping" : null,
      note: at === 1 ? "we are clearer now" : null,
      note_in: null,
      ...version,
      ...origin,
    })),
    changes: [1, 2].flatMap((at) =>
      changes.map((one, position) => ({
        id: one.id,
        lab,
        document,
        date: date(at),
        old_version: id(at - 1),
        new_version: id(at),
        log_index: from + at,
        step: at,
        position,
        kind: one.kind,
        direction: one.direction,
        subject: one.subject,
        severity: one.severity,
        confidence: one.confidence,
        disclosed: one.disclosed,
        suppressed: at === 2 ? ("flapping" as const) : null,
      })),
    ),
    changeBodies: changes.map((one) => ({ document, id: one.id, body: JSON.stringify(one) })),
    clauses: [
      { ...clause, text: "Military and warfare", ...span(0, 1, date(2)) },
      { ...clause, text: "Automated training of weapons", ...span(1, 2, null) },
    ],
  };

  function span(first: number, last: number, until: string | null) {
    return {
      first_version: id(first),
      last_version: id(last),
      first_step: from + first,
      position: first,
      since: date(first),
      until,
    };
  }
}

function write(...documents: DocumentRows[]): void {
  const writer = openIndexWriter(path);
  for (const one of documents) writer.replaceDocument(one);
  writer.commit(STATE);
}

async function read<T>(job: (index: Index) => Promise<T>): Promise<T> {
  const index = await openIndex(path);
  try {
    return await job(index);
  } finally {
    await index.close();
  }
}

describe("writing", () => {
  test("an index that is not there is a clear error", async () => {
    await expect(openIndex(path)).rejects.toThrow(/nothing is indexed yet; run corrigible audit/);
    expect(readIndexState(path)).toBeNull();
  });

  test("what is not committed leaves nothing, what is committed stays", async () => {
    const writer = openIndexWriter(path);
    writer.replaceDocument(rowsOf("acme", "terms", 0, [change("a")]));
    writer.close();
    expect(readIndexState(path)).toBeNull();
    write(rowsOf("acme", "terms", 0, [change("a")]));
    expect(readIndexState(path)).toEqual(STATE);
  });

  test("a document is replaced as a whole, also in the full text", async () => {
    write(rowsOf("acme", "terms", 0, [change("a"), change("b")]));
    const shorter = rowsOf("acme", "terms", 0, [change("c")]);
    write({ ...shorter, clauses: shorter.clauses.slice(1) });
    expect(await read((index) => countChanges(index, { withSuppressed: true }))).toBe(2);
    expect(await read((index) => searchClauses(index, { text: "military", limit: 9 }))).toEqual([]);
    expect(await read((index) => searchClauses(index, { text: "weapons", limit: 9 }))).toHaveLength(1);
  });

  test("a second writer is refused at once, a reader goes on", async () => {
    write(rowsOf("acme", "terms", 0, [change("a")]));
    const writer = openIndexWriter(path);
    writer.clear();
    expect(() => openIndexWriter(path)).toThrow(/another process writes the index/);
    expect(await read((index) => countChanges(index, {}))).toBe(1);
    writer.close();
  });

  test("the order in which documents are written does not show", async () => {
    const [one, two] = [rowsOf("acme", "terms", 0, [change("a")]), rowsOf("zeta", "terms", 9, [change("b")])];
    const contents = async (): Promise<string> =>
      JSON.stringify(await read(async (index) => Array.fromAsync(scanIndex(index))), (key, value: unknown) =>
        key === "row" ? undefined : value,
      );
    write(one, two);
    const first = await contents();
    rmSync(join(folder, "index"), { recursive: true });
    write(two, one);
    expect(await contents()).toBe(first);
  });
});

describe("changes", () => {
  const ids = (filter: ChangeFilter, limit?: number): Promise<string[]> =>
    read(async (index) => (await listChanges(index, filter, limit)).map(({ change }) => change.id));

  beforeEach(() => {
    const mild = change("mild", { severity: 1, confidence: 0.4, direction: "tightens", subject: "user" });
    write(
      rowsOf("acme", "terms", 0, [change("major"), mild]),
      rowsOf("zeta", "privacy", 9, [change("other", { kind: "weakened", disclosed: "yes", severity: 2 })]),
    );
  });

  test("come newest first, those later in the log before earlier ones of the same date", async () => {
    expect(await ids({})).toEqual(["other", "major", "mild"]);
    expect(await ids({}, 1)).toEqual(["other"]);
  });

  test("carry the whole change and what stands around it", async () => {
    const [listed] = await read((index) => listChanges(index, { lab: "acme", severity: 3 }));
    expect(listed).toEqual({
      change: {
        ...change("major"),
        lab: "acme",
        document: "acme/terms",
        date: "2024-01-11T18:00:00Z",
        oldVersion: "acme/terms@0",
        newVersion: "acme/terms@1",
      },
      suppressed: null,
      note: "we are clearer now",
      service: "acme",
      terms: "terms",
    });
  });

  test.each<[ChangeFilter, string[]]>([
    [{ lab: "zeta" }, ["other"]],
    [{ document: "acme/terms" }, ["major", "mild"]],
    [{ kind: "weakened" }, ["other"]],
    [{ directions: ["tightens"] }, ["mild"]],
    [{ subject: "user" }, ["mild"]],
    [{ severity: 2 }, ["other", "major"]],
    [{ disclosed: "yes" }, ["other"]],
    [{ minConfidence: ALARM_CONFIDENCE }, ["other", "major"]],
    [{ since: "2024-01-11", until: "2024-01-11" }, ["other", "major", "mild"]],
    [{ since: "2024-01-12" }, []],
    [{ until: "2024-01-10" }, []],
    [{ since: "2024-01-12", withSuppressed: true }, ["other", "major", "mild"]],
  ])("filter %j", async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
    expect(await read((index) => countChanges(index, filter))).toBe(expected.length);
  });

  test("are counted by lab, direction and disclosure, versions by noise", async () => {
    expect(await read((index) => tallyChanges(index, {}))).toEqual([
      { lab: "acme", direction: "loosens", disclosed: "no", count: 1 },
      { lab: "acme", direction: "tightens", disclosed: "no", count: 1 },
      { lab: "zeta", direction: "loosens", disclosed: "yes", count: 1 },
    ]);
    expect(await read(tallyNoise)).toEqual([
      { noise: null, count: 4 },
      { noise: "flapping", count: 2 },
    ]);
  });
});

describe("search", () => {
  beforeEach(() => write(rowsOf("acme", "terms", 0, []), rowsOf("zeta", "terms", 9, [])));

  const texts = (text: string, more: object = {}): Promise<string[]> =>
    read(async (index) =>
      (await searchClauses(index, { text, limit: 9, ...more })).map(
        ({ clause, highlighted }) =>
          `${clause.document}: ${highlighted.replaceAll(MARK.start, "[").replaceAll(MARK.end, "]")}`,
      ),
    );

  test("finds words in any form, and marks them", async () => {
    expect(await texts("trains WEAPON", { lab: "acme" })).toEqual(["acme/terms: Automated [training] of [weapons]"]);
  });

  test("finds phrases only as they stand", async () => {
    expect(await texts('"military and"', { lab: "zeta" })).toEqual(["zeta/terms: [Military and] warfare"]);
    expect(await texts('"warfare military"')).toEqual([]);
  });

  test("can be limited to what is in force", async () => {
    expect(await texts("military", { inForce: true })).toEqual([]);
    expect(await texts("weapons", { inForce: true, document: "zeta/terms" })).toHaveLength(1);
  });

  test("text of the user is never syntax", async () => {
    expect(await texts("military NOT warfare")).toEqual([]);
    expect(await texts('military" OR "weapons')).toEqual([]);
    await read(async (index) => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-c"'*^:()+-]*$/)),
          async (text) => {
            await searchClauses(index, { text, limit: 1 });
          },
        ),
      );
    });
  });
});
