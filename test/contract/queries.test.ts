import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as index from "../../src/index/index.ts";
import type { Assessment, Finding, LabComparison, Measure } from "../../src/model/index.ts";
import { BACKENDS } from "../helpers/backends.ts";
import { change, rowsOf, STATE } from "../helpers/index-rows.ts";

type Question = (of: index.Index) => Promise<unknown>;

/** Texts that databases like to treat each in its own way: order, case, accents, halves of characters, their own syntax. */
const ODD = [
  "B", "a", "A", "b", "Ä", "a\u0308", "é", "ß", "ss", "İ", "Ω", "ひ", "日本", "한국", "हिन्दी", "עברית", "😀", "\u{10FFFF}", "\u{FFFD}",
  "nul\u0000in", "half\uD83D", "\uDE00half", "tab\tand\nline", "it's \"quoted\"", "back\\slash", "%_like", "{array}", "$1 ?1 :a",
  "NULL", "", " spaces ", "x".repeat(5_000), "don't-stop", "e1e5 2024 1.5", "\u200Bzero", "ﬁ",
]; // prettier-ignore

const document = "acme/terms";

/** Every question that the folder answers, each asked in several ways. */
const QUESTIONS: Readonly<Record<string, readonly Question[]>> = {
  countChanges: [
    async (of) => `${await index.countChanges(of, {})} changes pass a filter that has nothing in it`,
    (of) => index.countChanges(of, { directions: [] }),
  ],
  findChange: ["twice", "odd-3", "no", "\0"].map((id) => (of) => index.findChange(of, id)),
  listChangeIds: [(of) => index.listChangeIds(of, { withSuppressed: true })],
  listChanges: [
    (of) => index.listChanges(of, {}),
    (of) => index.listChanges(of, { withSuppressed: true }, 7, 3),
    (of) => index.listChanges(of, { minConfidence: 0.1 + 0.2, severity: 2, kind: "removed" }),
    (of) => index.listChanges(of, { directions: ["loosens", "neutral"], subject: "use", disclosed: "no" }),
    (of) => index.listChanges(of, { since: "2024-01-11", until: "2024-01-11" }),
    ...ODD.map(
      (lab): Question =>
        (of) =>
          index.listChanges(of, { lab }),
    ),
  ],
  listChangesAfter: [
    (of) => index.listChangesAfter(of, {}, null, 4),
    async (of) => {
      const pages: unknown[] = [];
      let place: index.ChangePlace | null = null;
      do {
        const page = await index.listChangesAfter(of, { withSuppressed: true }, place, 5);
        pages.push(page);
        place = page.at(-1)?.place ?? null;
      } while (place !== null);
      return pages;
    },
  ],
  listDocumentChanges: [(of) => index.listDocumentChanges(of, document)],
  listRealChanges: [(of) => index.listRealChanges(of, document)],
  listVersionChanges: [(of) => index.listVersionChanges(of, { document, step: 1 }, 2)],
  nearChangeIds: ["odd", "o", "tw", "~", ""].map((start) => (of) => index.nearChangeIds(of, start, 5)),
  tallyByDocument: [async (of) => [...(await index.tallyByDocument(of, 0.5))].toSorted(([a], [b]) => (a < b ? -1 : 1))],
  tallyChanges: [(of) => index.tallyChanges(of, { withSuppressed: true })],
  tallyRepeated: [async (of) => [...(await index.tallyRepeated(of))].toSorted(([a], [b]) => (a < b ? -1 : 1))],
  findBesideRules: [
    (of) => index.findBesideRules(of, { text: "warfare", otherThan: "acme", on: "2024-01-11T00:00:00Z", limit: 9 }),
  ],
  findNorms: [(of) => index.findNorms(of, ["military", '"training of weapons"', "?"])],
  searchClauses: [
    "military", "the", "TRAINS weapon", '"military and"', '"and military"', "and warfare", "a b", "naive", "naïve", "NAÏVE cafe",
    "strasse", "straße", "don't", "stop-dont", "日本", "x".repeat(5_000), "2024", "1.5", "\0", "?", "e1e5", "half", "fi",
    ...ODD,
  ].map((text) => (of) => index.searchClauses(of, { text, limit: 50 })), // prettier-ignore
  findDays: [index.findDays],
  findDocument: [(of) => index.findDocument(of, document), (of) => index.findDocument(of, "nul\0")],
  findNeighbours: [(of) => index.findNeighbours(of, { document, step: 1 })],
  findVersion: [(of) => index.findVersion(of, `${document}@1`)],
  listCaptured: [index.listCaptured],
  listClauses: [(of) => index.listClauses(of, document)],
  listDocuments: [index.listDocuments, (of) => index.listDocuments(of, "2024-01-11")],
  listPublished: [(of) => index.listPublished(of, "2024-01-11")],
  listSuppressed: [
    (of) => index.listSuppressed(of, {}, 5, 2),
    (of) => index.listSuppressed(of, { noise: "flapping", document }, 5, 0),
  ],
  listVersions: [(of) => index.listVersions(of, document)],
  tallyNoise: [index.tallyNoise],
  listAssessments: [index.listAssessments, (of) => index.listAssessments(of, "a")],
  listComparisons: [index.listComparisons],
  listFindings: [
    (of) => index.listFindings(of, {}),
    (of) => index.listFindings(of, { seed: true, severity: 2, since: "2024-01-02", until: "2024-01-20" }),
  ],
  readFinding: [(of) => index.readFinding(of, "f1"), (of) => index.readFinding(of, "none")],
  tallyFindings: [index.tallyFindings],
  listMeasures: [index.listMeasures, (of) => index.listMeasures(of, { eval: "deception" })],
  readEvalFrame: [index.readEvalFrame],
  scanIndex: [(of) => Array.fromAsync(index.scanIndex(of))],
};

/** What opens, writes and names; test/contract/index.test.ts has its cases. */
const OTHERS = [
  "MARK", "SCHEMA_VERSION", "dropStage", "findStage", "isIndexSound", "listStages", "openIndex", "openIndexWriter", "openStage",
  "postgresPlace", "readEvalState", "readGeneration", "readIndexState", "removeIndex", "writeEvals",
]; // prettier-ignore

test("no question is forgotten", () => {
  expect([...Object.keys(QUESTIONS), ...OTHERS].toSorted()).toEqual(Object.keys(index).toSorted());
});

async function fill(place: index.IndexPlace): Promise<void> {
  const writer = await index.openIndexWriter(place);
  const odd = ODD.map((text, at) =>
    change(`odd-${at}`, { severity: at % 2 ? 2 : 3, confidence: 0.1 * at, reasons: [text] }),
  );
  await writer.replaceDocument(rowsOf("acme", "terms", 0, [change("twice"), ...odd]));
  await writer.replaceDocument(
    rowsOf("zeta", "privacy", 9, [change("twice", { direction: "tightens" }), change("Upper")]),
  );
  for (const [at, text] of ODD.entries()) {
    const rows = rowsOf(text, `terms-${at}`, 20 + 3 * at, at % 3 ? [] : [change(`own-${at}`)]);
    const [first, second] = rows.clauses;
    if (!first || !second) throw new Error("two clauses");
    const clauses = [first, { ...second, text: `The naïve Café, ${text} and STRASSE: the warfare ${text}` }];
    // Of captures, every fourth.
    const place = at % 4 === 0 ? { repository: "" } : {};
    const versions = rows.versions.map((one) => ({ ...one, ...place, note: text }));
    await writer.replaceDocument({ ...rows, clauses, versions });
  }
  await writer.commit(STATE);
  await index.writeEvals(place, evals(), { state: "made", generation: await index.readGeneration(place) });
}

function evals(): index.EvalRows {
  const common = (at: number) => ({ lab: ODD[at], eval: at % 2 ? "deception" : "power-seeking", text: ODD });
  const all = [...ODD.keys()];
  return {
    frame: { asOf: "2024-02-01", labs: Object.fromEntries(ODD.map((lab) => [lab, lab])) },
    findings: all.map((at) => ({
      ...common(at),
      id: `f${at}`,
      when: { date: `2024-01-${10 + (at % 9)}` },
      bearing: "points-to",
      severity: 1 + (at % 3),
      state: at % 4 ? "proposed" : "accepted",
      seed: at % 2 === 0,
    })) as unknown as Finding[],
    measures: all.map((at) => ({ ...common(at), id: `m${at}`, value: 0.1 * at })) as unknown as Measure[],
    assessments: [0, 1, 2, 3, 4].map(common) as unknown as Assessment[],
    comparisons: [0, 1, 2].map((at) => ({ ...common(at), a: ODD[at], b: ODD[at + 1] })) as unknown as LabComparison[],
  };
}

const [first, ...others] = BACKENDS.filter(({ isHere }) => isHere);

describe.each(others)("$name answers as SQLite does", (backend) => {
  let opened: index.Index[] = [];
  beforeAll(async () => {
    opened = [];
    for (const one of [first, backend]) {
      one?.start();
      const place = one?.newPlace();
      if (!place) throw new Error("no place");
      await fill(place);
      expectSame(await index.readEvalState(place), "made");
      opened.push(await index.openIndex(place));
    }
  });
  afterAll(async () => {
    for (const one of opened) await one.close();
    for (const one of [first, backend]) one?.stop();
  });

  test.each(Object.entries(QUESTIONS))("%s", async (_name, questions) => {
    const [sqlite, other] = opened;
    if (!sqlite || !other) throw new Error("two of them");
    let answered = 0;
    for (const question of questions) {
      const expected = JSON.stringify(await question(sqlite), null, 1);
      expect(JSON.stringify(await question(other), null, 1)).toBe(expected);
      if (expected.length > NOTHING_LENGTH) answered++;
    }
    // Nothing against nothing would prove nothing.
    expect(answered).toBeGreaterThan(0);
  });
});

/** Characters of an answer that says nothing. */
const NOTHING_LENGTH = 30;

function expectSame(given: unknown, expected: unknown): void {
  if (given !== expected) throw new Error(`${String(given)} is not ${String(expected)}`);
}
