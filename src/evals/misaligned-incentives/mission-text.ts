import { normalWords, parseDocument } from "../../clauses/index.ts";
import { compareDocuments } from "../../compare/index.ts";
import { ALARM_CONFIDENCE, type DataTable, type Measure } from "../../model/index.ts";
import type { EvalDocument, EvalInput, EvalVersion } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { jeffreysRate } from "../stats/index.ts";

const METHOD = "misaligned-incentives#mission-text";
/** Documents that state what the lab is for. */
const MISSION_TERMS = /\b(?:mission|charter|constitution)\b/i;
/** Shorter words bind the others and say nothing of the mission. */
const CONTENT_WORD_LETTERS_MIN = 4;
const CAUTION =
  "Words are compared, not meanings: a text may say the same in other words. An archive records a page only from the day " +
  "on which it began to watch it.";

/** Documents of a lab that state its mission, as far as an archive holds their texts. */
export function missionDocuments({ documents }: EvalInput, lab: string): EvalDocument[] {
  return documents.filter((document) => document.lab === lab && MISSION_TERMS.test(document.terms));
}

/** Where the texts are on record: words of the first that still stand, and the clauses that loosened and tightened. */
export function missionTextMeasures(input: EvalInput): Measure[] {
  return [...input.labs.keys()].flatMap((lab) =>
    missionDocuments(input, lab).flatMap((document) => measuresOf(document, input.readSentences)),
  );
}

function measuresOf(document: EvalDocument, read: EvalInput["readSentences"]): Measure[] {
  const versions = document.versions.filter(({ noise }) => noise === null);
  const [first, last] = [versions[0], versions.at(-1)];
  if (first === undefined || last === undefined || first.blob === last.blob) return [];
  const [oldText, newText] = [textOf(first, read), textOf(last, read)];
  const shared = {
    eval: "misaligned-incentives" as const,
    lab: document.lab,
    caution: CAUTION,
    evidence: [first.id, last.id],
  };
  const slug = document.id.slice(document.lab.length + 1);
  return [
    wordsKept(oldText, newText, {
      ...shared,
      name: `${slug}-words-kept`,
      label: `Words of the first ${document.terms}`,
    }),
    ...clausesChanged(oldText, newText, [first, last], { ...shared, slug, terms: document.terms }),
  ];
}

function textOf({ blob }: EvalVersion, read: EvalInput["readSentences"]): string {
  return read(blob).join("\n\n");
}

type Shared = Pick<Measure, "eval" | "lab" | "caution" | "evidence">;

function wordsKept(old: string, neu: string, fields: Shared & Pick<Measure, "name" | "label">): Measure {
  const still = contentWords(neu);
  const first = [...contentWords(old)];
  const kept = first.filter((word) => still.has(word)).length;
  return makeMeasure({
    ...fields,
    label: `${fields.label} that the latest still has`,
    unit: "share",
    estimate: { ...jeffreysRate(kept, first.length), method: METHOD },
    numerator: kept,
    denominator: first.length,
    caution: `${fields.caution} Gone: ${first.length - kept} of ${first.length}.`,
  });
}

function contentWords(text: string): Set<string> {
  return new Set(normalWords(text).filter((word) => word.length >= CONTENT_WORD_LETTERS_MIN));
}

function clausesChanged(
  old: string,
  neu: string,
  [first, last]: readonly [EvalVersion, EvalVersion],
  { slug, terms, ...shared }: Shared & { readonly slug: string; readonly terms: string },
): Measure[] {
  const ids = { oldBlob: first.blob, newBlob: last.blob };
  const changes = compareDocuments(parseDocument(old), parseDocument(neu), ids).changes.filter(
    ({ confidence }) => confidence >= ALARM_CONFIDENCE,
  );
  const detail: DataTable = {
    columns: ["direction", "kind", "before", "after"],
    rows: changes
      .filter(({ direction }) => direction !== "neutral")
      .map((change) => [change.direction, change.kind, change.old?.text ?? null, change.new?.text ?? null]),
  };
  return (["loosens", "tightens"] as const).map((direction) => {
    const count = changes.filter((change) => change.direction === direction).length;
    return makeMeasure({
      ...shared,
      name: `${slug}-${direction}`,
      label: `Clauses of the ${terms} that the latest text ${direction} against the first`,
      unit: "clauses",
      estimate: counted(METHOD, count, changes.length),
      detail,
    });
  });
}
