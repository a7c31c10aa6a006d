import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ALARM_CONFIDENCE } from "../../src/model/index.ts";
import {
  type ChangeFilter,
  countChanges,
  type DocumentRows,
  dropStage,
  findDocument,
  findStage,
  type Index,
  type IndexPlace,
  isIndexSound,
  listChanges,
  listDocuments,
  listStages,
  MARK,
  openIndex,
  openIndexWriter,
  openStage,
  readEvalState,
  readGeneration,
  readIndexState,
  removeIndex,
  scanIndex,
  searchClauses,
  tallyChanges,
  tallyNoise,
  writeEvals,
} from "../../src/index/index.ts";
import { databaseOf } from "../../src/index/database.ts";
import { BACKENDS } from "../helpers/backends.ts";
import { change, rowsOf, STATE } from "../helpers/index-rows.ts";

let place: IndexPlace;

async function write(...documents: DocumentRows[]): Promise<void> {
  const writer = await openIndexWriter(place);
  for (const one of documents) await writer.replaceDocument(one);
  await writer.commit(STATE);
}

async function read<T>(job: (index: Index) => Promise<T>): Promise<T> {
  const index = await openIndex(place);
  try {
    return await job(index);
  } finally {
    await index.close();
  }
}

for (const backend of BACKENDS) {
  describe.runIf(backend.isHere)(`on ${backend.name}`, () => {
    beforeAll(() => backend.start());
    afterAll(() => backend.stop());
    beforeEach(() => void (place = backend.newPlace()));

    describe("writing", () => {
      test("an index that is not there is a clear error", async () => {
        await expect(openIndex(place)).rejects.toThrow(/nothing is indexed yet; run corrigible audit/);
        expect(await readIndexState(place)).toBeNull();
      });

      test("what is not committed leaves nothing, what is committed stays", async () => {
        const writer = await openIndexWriter(place);
        await writer.replaceDocument(rowsOf("acme", "terms", 0, [change("a")]));
        await writer.close();
        expect(await readIndexState(place)).toBeNull();
        await write(rowsOf("acme", "terms", 0, [change("a")]));
        expect(await readIndexState(place)).toEqual(STATE);
      });

      test("a document is replaced as a whole, also in the full text", async () => {
        await write(rowsOf("acme", "terms", 0, [change("a"), change("b")]));
        const shorter = rowsOf("acme", "terms", 0, [change("c")]);
        await write({ ...shorter, clauses: shorter.clauses.slice(1) });
        expect(await read((index) => countChanges(index, { withSuppressed: true }))).toBe(2);
        expect(await read((index) => searchClauses(index, { text: "military", limit: 9 }))).toEqual([]);
        expect(await read((index) => searchClauses(index, { text: "weapons", limit: 9 }))).toHaveLength(1);
      });

      test("an index of an earlier version is none, and is made anew beside it", async () => {
        await write(rowsOf("acme", "terms", 0, [change("a")]));
        backend.age(place);
        expect(await readIndexState(place)).toBeNull();
        expect(await readEvalState(place)).toBeNull();
        await expect(openIndex(place)).rejects.toThrow(/nothing is indexed yet/);
        await write(rowsOf("zeta", "terms", 0, []));
        expect(await read((index) => findDocument(index, "acme/terms"))).toBeNull();
        expect(await readIndexState(place)).toEqual(STATE);
      });

      test("a reader knows when another process has committed, also one that made all anew", async () => {
        await write(rowsOf("acme", "terms", 0, []));
        const index = await openIndex(place);
        const seen = [await index.dataVersion()];
        expect(await index.dataVersion()).toBe(seen[0]);
        const given = await openIndexWriter(place);
        await given.clear();
        await given.close();
        expect(await index.dataVersion()).toBe(seen[0]);
        await write(rowsOf("zeta", "terms", 3, []));
        seen.push(await index.dataVersion());
        await writeEvals(
          place,
          { frame: { asOf: "2024-01-01", labs: {} }, findings: [], measures: [], assessments: [], comparisons: [] },
          { state: "s", generation: await readGeneration(place) },
        );
        seen.push(await index.dataVersion());
        const writer = await openIndexWriter(place);
        await writer.clear();
        await writer.commit(STATE);
        seen.push(await index.dataVersion());
        expect(new Set(seen).size).toBe(4);
        expect(await listDocuments(index)).toEqual([]);
        expect(await readEvalState(place)).toBeNull();
        await index.close();
      });

      test("what is removed is not there, and is sound", async () => {
        expect(await isIndexSound(place)).toBe(true);
        await write(rowsOf("acme", "terms", 0, []));
        expect(await isIndexSound(place)).toBe(true);
        await removeIndex(place);
        await removeIndex(place);
        expect(await readIndexState(place)).toBeNull();
      });

      test("evals are written after documents only, and of those that are there", async () => {
        const none = {
          frame: { asOf: "2024-01-01", labs: {} },
          findings: [],
          measures: [],
          assessments: [],
          comparisons: [],
        };
        const state = "s";
        await expect(writeEvals(place, none, { state, generation: null })).rejects.toThrow(/after the documents/);
        await write(rowsOf("acme", "terms", 0, []));
        const generation = await readGeneration(place);
        await write(rowsOf("acme", "terms", 0, []));
        expect(await writeEvals(place, none, { state, generation })).toBe(false);
        expect(await readEvalState(place)).toBeNull();
        expect(await writeEvals(place, none, { state, generation: await readGeneration(place) })).toBe(true);
        expect(await readEvalState(place)).toBe(state);
      });

      test("a second writer is refused at once, a reader goes on", async () => {
        await write(rowsOf("acme", "terms", 0, [change("a")]));
        const writer = await openIndexWriter(place);
        await writer.clear();
        await expect(openIndexWriter(place)).rejects.toThrow(/another process writes the index/);
        expect(await read((index) => countChanges(index, {}))).toBe(1);
        await writer.close();
      });

      test("the order in which documents are written does not show", async () => {
        const [one, two] = [rowsOf("acme", "terms", 0, [change("a")]), rowsOf("zeta", "terms", 9, [change("b")])];
        const contents = async (): Promise<string> =>
          JSON.stringify(await read(async (index) => Array.fromAsync(scanIndex(index))), (key, value: unknown) =>
            key === "row" ? undefined : value,
          );
        await write(one, two);
        const first = await contents();
        await removeIndex(place);
        await write(two, one);
        expect(await contents()).toBe(first);
      });
    });

    describe("changes", () => {
      const ids = (filter: ChangeFilter, limit?: number): Promise<string[]> =>
        read(async (index) => (await listChanges(index, filter, limit)).map(({ change }) => change.id));

      beforeEach(async () => {
        const mild = change("mild", { severity: 1, confidence: 0.4, direction: "tightens", subject: "user" });
        await write(
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
      beforeEach(async () => write(rowsOf("acme", "terms", 0, []), rowsOf("zeta", "terms", 9, [])));

      const texts = (text: string, more: object = {}): Promise<string[]> =>
        read(async (index) =>
          (await searchClauses(index, { text, limit: 9, ...more })).map(
            ({ clause, highlighted }) =>
              `${clause.document}: ${highlighted.replaceAll(MARK.start, "[").replaceAll(MARK.end, "]")}`,
          ),
        );

      test("finds words in any form, and marks them", async () => {
        expect(await texts("trains WEAPON", { lab: "acme" })).toEqual([
          "acme/terms: Automated [training] of [weapons]",
        ]);
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

    describe("a stage", () => {
      const ids = (): Promise<string[]> => read(async (index) => (await listDocuments(index)).map(({ id }) => id));

      test("is filled by several at once, read on its own, and put in whole with one commit", async () => {
        await write(rowsOf("acme", "terms", 0, [change("old")]), rowsOf("beta", "terms", 6, []));
        const [one, two] = [await openStage(place, "audit1"), await openStage(place, "audit1")];
        await Promise.all([
          one.put(rowsOf("acme", "terms", 0, [change("new")]), "a3"),
          two.put(rowsOf("zeta", "terms", 9, [change("other")]), "z3"),
        ]);
        await two.put(rowsOf("zeta", "terms", 9, [change("other")]), "z3");
        const histories = new Map([
          ["acme/terms", "a3"],
          ["zeta/terms", "z3"],
        ]);
        expect(await one.state()).toEqual({ asked: null, histories });
        const staged = await openIndex(one.place);
        expect(await countChanges(staged, {})).toBe(2);
        await staged.close();
        expect(await ids()).toEqual(["acme/terms", "beta/terms"]);

        const writer = await openIndexWriter(place);
        await writer.takeStage("audit1", histories);
        expect(await ids()).toEqual(["acme/terms", "beta/terms"]);
        await writer.commit(STATE);
        expect(await ids()).toEqual(["acme/terms", "beta/terms", "zeta/terms"]);
        expect((await read((index) => listChanges(index, {}))).map(({ change }) => change.id)).toEqual([
          "other",
          "new",
        ]);
        expect(await read((index) => searchClauses(index, { text: "weapons", limit: 9 }))).toHaveLength(3);
      });

      test("goes as it came", async () => {
        expect(await listStages(place)).toEqual([]);
        await openStage(place, "b");
        await openStage(place, "a");
        expect(await listStages(place)).toEqual(["a", "b"]);
        await dropStage(place, "a");
        await dropStage(place, "never");
        expect(await listStages(place)).toEqual(["b"]);
        const writer = await openIndexWriter(place);
        await expect(writer.takeStage("a", new Map())).rejects.toThrow(/no stage/);
        await writer.close();
      });

      test("keeps for what it was filled last, and the history that was put last of a document", async () => {
        const stage = await openStage(place, "a");
        await stage.ask("one");
        await stage.put(rowsOf("acme", "terms", 0, []), "a2");
        await stage.put(rowsOf("acme", "terms", 0, []), "a3");
        await (await openStage(place, "a")).ask("two");
        expect(await stage.state()).toEqual({ asked: "two", histories: new Map([["acme/terms", "a3"]]) });
      });

      test("is not made anew by a worker that comes too late", async () => {
        const stage = await openStage(place, "a");
        await dropStage(place, "a");
        expect(await stage.put(rowsOf("acme", "terms", 0, []), "a3")).toBe(false);
        expect(await findStage(place, "a")).toBeNull();
        expect(await listStages(place)).toEqual([]);
      });

      test.runIf(backend.name.startsWith("PostgreSQL"))(
        "takes a document while another is put, and is put in when none is",
        async () => {
          const stage = await openStage(place, "a");
          await stage.put(rowsOf("acme", "terms", 0, [change("new")]), "a3");
          const held = await (await databaseOf(stage.place)).beginPut("acme/terms");
          expect(await stage.put(rowsOf("zeta", "terms", 9, []), "z3")).toBe(true);
          const writer = await openIndexWriter(place);
          let isTaken = false;
          const taken = writer.takeStage("a", new Map([["acme/terms", "a3"]])).then(() => (isTaken = true));
          await wait(100);
          expect(isTaken).toBe(false);
          await held?.rollback();
          await taken;
          await writer.close();
        },
      );

      test("gives the documents that were found fit, and none that another process has put there since", async () => {
        await write(rowsOf("acme", "terms", 0, [change("old")]));
        const stage = await openStage(place, "a");
        await stage.put(rowsOf("acme", "terms", 0, [change("new")]), "a3");
        await stage.put(rowsOf("zeta", "terms", 9, [change("other")]), "z3");
        const writer = await openIndexWriter(place);
        await expect(writer.takeStage("a", new Map([["acme/terms", "a2"]]))).rejects.toThrow(
          /another process has read acme\/terms meanwhile/,
        );
        await writer.close();
        const again = await openIndexWriter(place);
        await again.takeStage("a", new Map([["acme/terms", "a3"]]));
        await again.commit(STATE);
        expect(await ids()).toEqual(["acme/terms"]);
        expect((await read((index) => listChanges(index, {}))).map((one) => one.change.id)).toEqual(["new"]);
      });
    });
  });
}
