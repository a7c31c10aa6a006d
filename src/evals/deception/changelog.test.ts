import { describe, expect, test } from "vitest";
import type { Change } from "../../model/index.ts";
import type { EvalChange, RecordedDocument } from "../input.ts";
import { inputOf } from "../input-of.ts";
import { changelogFindings } from "./changelog-findings.ts";
import { changelogMeasures } from "./changelog.ts";
import { revisionsOf } from "./revisions.ts";

type Given = Partial<Pick<Change, "direction" | "disclosed" | "confidence" | "severity">> & { readonly text: string };

const DAY = "2024-01-10";

function changeOf({ text, ...given }: Given, at: number, day = DAY): EvalChange {
  return {
    id: `${text}-${at}`,
    kind: "added",
    direction: "loosens",
    subject: "use",
    severity: 2,
    confidence: 0.9,
    old: null,
    new: { text, path: [], start: 0, end: text.length },
    nearest: null,
    disclosed: "no",
    reasons: [],
    date: `${day}T12:00:00Z`,
    oldVersion: `v${day}-old`,
    newVersion: `v${day}`,
    ...given,
  };
}

function documentOf(given: readonly Given[], slug = "usage-policy", day = DAY): RecordedDocument {
  const changes = given.map((one, at) => changeOf(one, at, day));
  const base = { lab: "openai", labName: "OpenAI", service: "ChatGPT", terms: "Usage Policy" };
  return { ...base, id: `openai/${slug}`, versions: [], clauses: [], changes };
}

const NOTE: Given = { text: "We've updated our policy to be clearer.", direction: "neutral", disclosed: "yes" };

const measuresOf = (documents: readonly RecordedDocument[]) => {
  const input = inputOf({ documents });
  const measures = changelogMeasures(input, revisionsOf(input));
  return (name: string) => measures.find(({ id }) => id === `deception/openai/changelog-${name}`);
};

const findingsOf = (...documents: readonly RecordedDocument[]) =>
  changelogFindings(revisionsOf(inputOf({ documents })));

test("what a note tells is counted both ways, and documents without a note stand apart", () => {
  // With a note: of three that loosen 1 told, 1 in part, 1 not; of three that tighten 2 told. Without one: 1 and 0.
  const noted = documentOf([
    NOTE,
    { text: "a", disclosed: "yes" },
    { text: "b", disclosed: "partly" },
    { text: "c" },
    { text: "d", direction: "tightens", disclosed: "yes" },
    { text: "e", direction: "tightens", disclosed: "yes" },
    { text: "f", direction: "tightens" },
    { text: "a guess", confidence: 0.49 },
  ]);
  const silent = documentOf([{ text: "g", disclosed: "no-note" }], "terms", "2024-02-01");
  const measure = measuresOf([noted, silent]);
  expect(measure("told-loosens")).toMatchObject({ numerator: 1, denominator: 3, estimate: { value: 1 / 3 } });
  expect(measure("told-tightens")).toMatchObject({ numerator: 2, denominator: 3 });
  expect(measure("told-by-new-note-loosens")).toMatchObject({ numerator: 1, denominator: 3 });
  expect(measure("with-note")).toMatchObject({ numerator: 1, denominator: 2, estimate: { established: false } });
  expect(measure("without-note")).toMatchObject({ numerator: 1, denominator: 2 });
  expect(measure("told-loosens")?.detail).toEqual({
    columns: ["the note tells it", "alarms that loosen", "alarms that tighten"],
    rows: [
      ["yes", 1, 2],
      ["partly", 1, 0],
      ["no", 1, 1],
      ["no-note", 1, 0],
      ["unknown", 0, 0],
    ],
  });
});

test("the note's own wording is no change that it tells of", () => {
  const told: Given = { text: "We've refreshed our statement to make it easier to read.", disclosed: "yes" };
  expect(revisionsOf(inputOf({ documents: [documentOf([told])] }))[0]?.alarms).toEqual([]);
  const power: Given = { text: "We may change these Terms; changes to them bind you.", disclosed: "no" };
  expect(revisionsOf(inputOf({ documents: [documentOf([power])] }))[0]?.alarms).toHaveLength(1);
});

test("a change that a lab makes in two documents on a day counts once", () => {
  const documents = [documentOf([{ text: "a" }], "one"), documentOf([{ text: "a" }, { text: "b" }], "two")];
  expect(revisionsOf(inputOf({ documents })).map(({ alarms }) => alarms.length)).toEqual([1, 1]);
});

test("a revision after the day that counts as today is not there yet", () => {
  expect(revisionsOf(inputOf({ documents: [documentOf([NOTE])], asOf: "2024-01-09" }))).toEqual([]);
});

describe("a finding sets a new note beside the alarms of its revision", () => {
  const loosens: Given = { text: "a", severity: 3 };
  const told: Given = { text: "b", disclosed: "partly" };
  const tightens: Given = { text: "c", direction: "tightens" };
  const toldTightens: Given = { text: "d", direction: "tightens", disclosed: "yes" };
  test.each<[string, readonly Given[], string, number]>([
    ["it names what tightens and leaves out what loosens", [loosens, toldTightens], "concerning", 3],
    ["it leaves out changes both ways", [loosens, tightens], "mixed", 3],
    ["it leaves out only what tightens", [tightens], "mixed", 2],
    ["all that loosens is in it", [told, tightens], "reassuring", 2],
  ])("%s", (_, given, bearing, severity) => {
    expect(findingsOf(documentOf([NOTE, ...given]))).toMatchObject([
      { bearing, severity, state: "proposed", evidence: ["v2024-01-10-old", "v2024-01-10"] },
    ]);
  });

  test("it says what is missing, and that the note is not the only place to tell", () => {
    const [finding] = findingsOf(documentOf([NOTE, loosens, tightens]));
    expect(finding?.title).toBe(
      "ChatGPT, Usage Policy, 2024-01-10: the note has no words of 1 change that loosens and 1 change that tightens",
    );
    expect(finding?.summary).toContain("The note says “We've updated our policy to be clearer.”");
    expect(finding?.counter).toContain("blog posts and e-mails are not looked at");
  });

  test("none without a new note, without alarms, or for the same note in a second document", () => {
    expect(findingsOf(documentOf([loosens]))).toEqual([]);
    expect(findingsOf(documentOf([NOTE]))).toEqual([]);
    expect(findingsOf(documentOf([NOTE, loosens], "one"), documentOf([NOTE, tightens], "two"))).toHaveLength(1);
    const link: Given = { text: "Last updated: March 2024. What's new?", direction: "neutral", disclosed: "yes" };
    expect(findingsOf(documentOf([link, loosens]))).toEqual([]);
  });
});
