import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DocumentRows, openIndex, openIndexWriter, openStage, scanIndex } from "../../src/index/index.ts";
import { DETECTOR_VERSION } from "../../src/model/index.ts";
import { openWorkspace, reprocessState, type Workspace } from "../../src/pipeline/index.ts";
import { type Ran, start, succeed } from "../helpers/corrigible.ts";
import { EARLIER, readByEarlier } from "../helpers/earlier-detector.ts";
import { runHere } from "../helpers/in-process.ts";
import { type ArchiveCommit, makeArchive } from "../helpers/ota-archive.ts";

let folder: string;
/** Audited by the present detector; each test works in a copy. */
let audited: string;
let workspace: Workspace;
let copies = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-reprocess-"));
  await makeArchive(join(folder, "archive"), COMMITS);
  audited = join(folder, "audited");
  succeed(["init", audited, "--origin", "corrigible.local/reprocess"]);
  succeed(["import", "ota", join(folder, "archive"), "--workspace", audited]);
  succeed(["audit", "--workspace", audited]);
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(audited, copy, { recursive: true });
  workspace = openWorkspace(copy);
});

const version = (date: string, name: string, bans: readonly string[]): ArchiveCommit => ({
  date: `${date}T10:00:00Z`,
  subject: `Record new changes of ${name}`,
  files: { [`${name}.md`]: policy(bans) },
});

const policy = (bans: readonly string[]): string =>
  `# Policy\n\nYou may not use our models for the following:\n\n${bans.map((ban) => `* ${ban}\n`).join("")}`;

const [WEAPONS, TOBACCO, GAMBLING, SCORING] = [
  "Building weapons that kill people",
  "Selling tobacco to children",
  "Gambling for money",
  "Scoring of citizens by the state",
] as const;

const COMMITS = [
  version("2024-01-01", "Acme/Usage Policy", [WEAPONS, TOBACCO, GAMBLING]),
  version("2024-01-02", "Acme/Usage Policy", [WEAPONS, TOBACCO]),
  version("2024-01-03", "Acme/Usage Policy", [WEAPONS, TOBACCO, SCORING]),
  version("2024-02-01", "Acme/Terms", [WEAPONS, GAMBLING]),
  version("2024-02-02", "Acme/Terms", [WEAPONS]),
  version("2025-03-01", "Zeta/Rules", [TOBACCO, GAMBLING]),
  version("2025-03-02", "Zeta/Rules", [TOBACCO, GAMBLING, SCORING]),
];

const run = (...args: string[]): Promise<Ran> => runHere([...args, "--workspace", workspace.folder]);

async function runJson<T = Compared>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect([code, stderr.includes("corrigible:")]).toEqual([0, false]);
  return JSON.parse(stdout) as T;
}

interface Compared {
  readonly documents: number;
  readonly appear: { readonly all: number; readonly alarms: number };
  readonly gravest: readonly { readonly id: string; readonly document: string; readonly cause: string }[];
}

/** All that the index holds. */
async function content(): Promise<unknown> {
  const index = await openIndex(workspace.index);
  try {
    const documents = await Array.fromAsync(scanIndex(index));
    return JSON.parse(JSON.stringify(documents, (key, value: unknown) => (key === "row" ? undefined : value)));
  } finally {
    await index.close();
  }
}

/** What an earlier detector might have said of these documents. */
function judgeOtherwise(rows: DocumentRows): DocumentRows {
  const { changes, changeBodies, versions } = rows;
  switch (rows.document.id) {
    case "acme/usage-policy":
      // It missed the second change, and took the first for a minor one.
      return {
        ...rows,
        changes: changes.slice(0, 1).map((change) => ({ ...change, severity: 1 })),
        changeBodies: changeBodies.slice(0, 1).map((one) => ({ ...one, body: withFields(one.body, { severity: 1 }) })),
      };
    case "acme/terms":
      return {
        ...rows,
        versions: versions.map((one) => ({ ...one, noise: one.step === 1 ? "flapping" : one.noise })),
        changes: changes.map((change) => ({ ...change, suppressed: "flapping" })),
      };
    default: {
      // It saw one change more.
      const more = (id: string): string => `${id.slice(0, -4)}beef`;
      return {
        ...rows,
        changes: [...changes, ...changes.map((one) => ({ ...one, id: more(one.id), position: one.position + 1 }))],
        changeBodies: [
          ...changeBodies,
          ...changeBodies.map((one) => ({
            ...one,
            id: more(one.id),
            body: withFields(one.body, { id: more(one.id) }),
          })),
        ],
      };
    }
  }
}

const withFields = (body: string, fields: object): string =>
  JSON.stringify({ ...(JSON.parse(body) as object), ...fields });

describe("old and new verdicts", () => {
  test("are compared before anything published changes, with the cause of each difference", async () => {
    await readByEarlier(workspace, judgeOtherwise);
    const before = await content();
    expect(await runJson("reprocess")).toMatchObject({
      detector: { before: EARLIER, after: DETECTOR_VERSION },
      documents: 3,
      differing: 3,
      before: { changes: 4, suppressed: 1, loosens: 1, tightens: 2 },
      after: { changes: 4, suppressed: 0, loosens: 2, tightens: 2 },
      appear: { all: 1, alarms: 1 },
      vanish: { all: 1, alarms: 1 },
      rerated: { all: 2, alarms: 2 },
      rated: { severity: 1, suppressed: 1, direction: 0, confidence: 0, disclosed: 0 },
      causes: {
        "noise: flapping → none": { all: 1, alarms: 1 },
        "clauses are found or paired otherwise": { all: 1, alarms: 1 },
        "compared with another version": { all: 1, alarms: 1 },
        "the same reasons weigh otherwise": { all: 1, alarms: 1 },
      },
    });
    expect(await content()).toEqual(before);
  });

  test("are told with quotes and ids", async () => {
    await readByEarlier(workspace, judgeOtherwise);
    const { stdout } = await run("reprocess");
    expect(stdout).toMatch(/^Read 3 documents with 7 versions again\.\n/);
    expect(stdout).toMatch(/APPEARS {2}2024-01-03 {2}acme\/usage-policy, change [0-9a-f]+ \(acme\/usage-policy@\d+\)/);
    expect(stdout).toContain(`+ ${SCORING}`);
    expect(stdout).toContain("corrigible reprocess publish, or corrigible reprocess discard");
  });

  test("are published in one go: the index is as an audit makes it", async () => {
    const expected = await content();
    await readByEarlier(workspace, judgeOtherwise);
    await run("reprocess");
    expect(await runJson("reprocess", "publish")).toEqual({ documents: 3, versions: 7 });
    expect(await content()).toEqual(expected);
    expect(await runJson<unknown>("reprocess", "status")).toBeNull();
    expect((await run("audit")).stdout).toMatch(/^Up to date/);
    expect(succeed(["findings", "--json", "--workspace", workspace.folder])).toBe(
      succeed(["findings", "--json", "--workspace", audited]),
    );
  });

  test("are given up without a trace", async () => {
    await readByEarlier(workspace, judgeOtherwise);
    const before = await content();
    await run("reprocess");
    expect((await run("reprocess", "discard")).code).toBe(0);
    expect(await content()).toEqual(before);
    expect(await run("reprocess", "publish")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing is read/),
    });
  });
});

describe("what is read", () => {
  test("is narrowed by lab, document, day and detector", async () => {
    await readByEarlier(workspace);
    const read = async (...args: string[]): Promise<readonly string[]> => {
      await run("reprocess", "discard");
      await run("reprocess", ...args);
      return (await reprocessState(workspace))?.read ?? [];
    };
    // All gravest alarms of the last year are of Zeta; among the others the newest comes first.
    expect(await read()).toEqual(["zeta/rules", "acme/terms", "acme/usage-policy"]);
    expect(await read("--lab", "acme")).toEqual(["acme/terms", "acme/usage-policy"]);
    expect(await read("--document", "acme/terms")).toEqual(["acme/terms"]);
    expect(await read("--since", "2024-02-02")).toEqual(["zeta/rules", "acme/terms"]);
    expect(await read("--detector", EARLIER)).toHaveLength(3);
    expect(await read("--detector", DETECTOR_VERSION)).toEqual([]);
  });

  test("is read once more where another detector has written over it", async () => {
    await readByEarlier(workspace);
    await run("reprocess", "--lab", "zeta");
    const { place } = await openStage(workspace.index, "reprocess");
    const stage = new DatabaseSync(place.kind === "sqlite" ? place.path : "");
    stage.exec("update meta set value = 'as another reads it' where name like 'history %'");
    stage.close();
    expect(await run("reprocess", "publish")).toMatchObject({ code: 2 });
    expect((await run("reprocess", "--lab", "zeta")).stdout).toMatch(/^Read 1 document with 2 versions again/);
    expect((await run("reprocess", "publish")).code).toBe(0);
  });

  test("is published in part, and an audit reads the rest", async () => {
    await readByEarlier(workspace);
    await run("reprocess", "--lab", "zeta");
    await run("reprocess", "publish");
    expect(await runJson<object>("audit")).toMatchObject({ documents: 2, detector: DETECTOR_VERSION });
  });

  test("an unknown document is named, with near ones", async () => {
    const { code, stderr } = await run("reprocess", "--document", "acme/term");
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no document "acme\/term"; did you mean acme\/terms/)]);
  });

  test("a document with new versions is not published before it is read again", async () => {
    await readByEarlier(workspace);
    await run("reprocess");
    const more = join(folder, "more");
    await makeArchive(more, [...COMMITS, version("2025-04-01", "Zeta/Rules", [TOBACCO])]);
    expect((await run("import", "ota", more)).code).toBe(0);
    // Nothing is looked at before the index is held: what is fit now need not be once another process has written.
    const other = await openIndexWriter(workspace.index);
    expect(await run("reprocess", "publish", "--partial")).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/another process writes the index/),
    });
    await other.close();
    const { code, stderr } = await run("reprocess", "publish", "--partial");
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/zeta\/rules has new versions; run corrigible reprocess/),
    ]);
    expect((await run("reprocess")).stdout).toMatch(
      /^Read 1 document with 3 versions again; 2 documents had been read/,
    );
    expect((await run("reprocess", "publish")).code).toBe(0);
  });
});

test("where verdicts are held, a new detector changes them through publish alone", async () => {
  appendFileSync(join(workspace.folder, "corrigible.yaml"), "rereading: held\n");
  await readByEarlier(workspace, judgeOtherwise);
  const before = await content();
  const { stdout } = await run("audit");
  expect(stdout).toContain(`Verdicts of detector ${EARLIER} are held; this program's is ${DETECTOR_VERSION}`);
  expect((await run("rebuild")).stderr).toMatch(/holds the verdicts .* corrigible reprocess/);
  expect(await content()).toEqual(before);
  await run("reprocess");
  await run("reprocess", "publish");
  expect((await run("audit")).stdout).not.toContain("are held");
});

test("killed in the middle, it goes on where it was, and ends as if it had not been", async () => {
  const commits = Array.from({ length: 90 }, (_, at) =>
    version(new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10), `Acme/Policy ${at % 6}`, rules(at)),
  );
  await makeArchive(join(folder, "long"), commits);
  const long = join(folder, "long-watch");
  succeed(["init", long, "--origin", "corrigible.local/long"]);
  succeed(["import", "ota", join(folder, "long"), "--workspace", long]);
  succeed(["audit", "--workspace", long]);
  workspace = openWorkspace(long);
  const expected = await content();
  await readByEarlier(workspace);
  const child = start(["reprocess", "--workspace", long]);
  const ended = once(child, "exit");
  while (((await reprocessState(workspace))?.read.length ?? 0) === 0 && child.exitCode === null) await wait(5);
  child.kill("SIGKILL");
  await ended;
  const state = await reprocessState(workspace);
  expect(state?.waiting).not.toEqual([]);
  const { code, stderr } = await run("reprocess", "publish");
  expect([code, stderr]).toEqual([2, expect.stringMatching(/is not read yet; run corrigible reprocess again/)]);
  const left = state?.waiting.length;
  expect((await run("reprocess")).stdout).toMatch(new RegExp(`^Read ${left} documents? .* had been read before`));
  expect((await run("reprocess", "publish")).code).toBe(0);
  expect(await content()).toEqual(expected);
});

/** Rules of some 8 kB that move with `at`. */
const rules = (at: number): string[] =>
  Array.from(
    { length: 80 },
    (_, rule) => `Using feature ${rule} for more than ${10 + ((at * 7 + rule) % 40)} days`,
  ).filter((_, rule) => (rule + at) % 11 !== 0);
