import type { DataTable, Measure } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import { yearsBetween } from "../days.ts";
import type { EvalDocument, EvalInput, EvalVersion } from "../input.ts";
import { makeMeasure } from "../make-measure.ts";
import { SHARE_MIN } from "../share.ts";
import {
  mean,
  notEstablished,
  percentileInterval,
  type Readability,
  readability,
  resample,
  seededRandom,
} from "../stats/index.ts";

const METHOD = "lack-of-transparency#readability";
const CAUTION =
  "The formulas count syllables and words a sentence, not whether a reader understands. Items of a list count as " +
  "sentences, so a page that is recorded otherwise reads otherwise.";

/** Texts of one document that are read, so that an archive of any size is read in seconds. */
const TEXTS_MAX = 5;
/** Years between two texts from which a trend is taken. */
const TREND_YEARS_MIN = 0.5;
/** A text nearer to the first or the newest tells nothing more. */
const APART_YEARS = 0.25;
/** Share of the commonest English words from which a text counts as English; English legal prose has over 0.2. */
const ENGLISH_MIN = 0.1;
const COMMON_WORDS = /\b(?:the|of|and|to|or|in|you|your|we|our|any|that|for|is|with|by)\b/gi;

/** One text of a document, read. */
export interface ReadText extends Readability {
  readonly version: EvalVersion;
}

/** The texts of one English document, first to newest. */
export interface ReadDocument {
  readonly lab: string;
  readonly document: EvalDocument;
  /** At least one. */
  readonly texts: readonly ReadText[];
}

/** How hard documents are to read: at their newest, and how that changed. */
export function readabilityMeasures(input: EvalInput, read: readonly ReadDocument[]): Measure[] {
  return groupByLab(input, read).flatMap(([lab, own]) => measureLab(lab, own, input.seed));
}

/** The first, some yearly and the newest text of each English document, up to the day that counts as today. */
export function readDocuments({ documents, readSentences, asOf }: EvalInput): ReadDocument[] {
  const read = readOnce(readSentences);
  return documents.flatMap((document) => {
    const texts = pickVersions(document.versions, asOf).flatMap((version) => {
      const text = read(version.blob);
      return text ? [{ ...text, version }] : [];
    });
    return texts.length === 0 ? [] : [{ lab: document.lab, document, texts }];
  });
}

/** Reads each text once; null for one without words or in another language. */
function readOnce(readSentences: EvalInput["readSentences"]): (blob: string) => Readability | null {
  const known = new Map<string, Readability | null>();
  return (blob) => {
    const before = known.get(blob);
    if (before !== undefined) return before;
    const sentences = readSentences(blob);
    const read = readability(sentences);
    const text = read.established && isEnglish(sentences, read.words) ? read : null;
    known.set(blob, text);
    return text;
  };
}

const ACCIDENTS: ReadonlySet<string | null> = new Set(["error-page", "wrong-page", "locale"]);

/** The first version, the last of each year and the newest, where they lie apart; of many years an even choice. */
export function pickVersions(versions: readonly EvalVersion[], asOf: string): EvalVersion[] {
  const pages = versions.filter(({ noise, date }) => !ACCIDENTS.has(noise) && date.slice(0, 10) <= asOf);
  const yearly = Array.from(Map.groupBy(pages, ({ date }) => date.slice(0, 4)).values(), (year) => year.at(-1));
  const [first, newest] = [pages[0], pages.at(-1)];
  if (!first || !newest) return [];
  const between = yearly.filter((version) => version !== undefined).filter(isApart(first, newest));
  const picked = [...new Map([first, ...between, newest].map((version) => [version.id, version])).values()];
  if (picked.length <= TEXTS_MAX) return picked;
  const step = (picked.length - 1) / (TEXTS_MAX - 1);
  return Array.from({ length: TEXTS_MAX }, (_, at) => picked[Math.round(at * step)] as EvalVersion);
}

function isApart(first: EvalVersion, newest: EvalVersion): (version: EvalVersion) => boolean {
  return ({ date }) => yearsBetween(first.date, date) >= APART_YEARS && yearsBetween(date, newest.date) >= APART_YEARS;
}

function isEnglish(sentences: readonly string[], words: number): boolean {
  const common = sentences.reduce((count, sentence) => count + (sentence.match(COMMON_WORDS)?.length ?? 0), 0);
  return common / words >= ENGLISH_MIN;
}

/** What is averaged over the newest texts of a lab's documents, and how much it changed a year. */
const FIGURES = [
  {
    name: "flesch-ease",
    what: "Flesch Reading Ease",
    unit: "points",
    read: (text: ReadText) => text.fleschReadingEase,
  },
  {
    name: "flesch-grade",
    what: "Flesch-Kincaid grade",
    unit: "grades",
    read: (text: ReadText) => text.fleschKincaidGrade,
  },
  { name: "words", what: "words", unit: "words", read: (text: ReadText) => text.words },
  {
    name: "long-sentences",
    what: "share of sentences over 40 words",
    unit: "share",
    read: (text: ReadText) => text.longSentences,
  },
] as const;
type Figure = (typeof FIGURES)[number];

function measureLab(lab: string, own: readonly ReadDocument[], seed: number): Measure[] {
  const detail = tableOf(own);
  return FIGURES.flatMap((figure) => [
    newestMean(lab, own, { figure, detail, seed }),
    yearlyChange(lab, own, { figure, detail, seed }),
  ]);
}

interface Frame {
  readonly figure: Figure;
  readonly detail: DataTable;
  readonly seed: number;
}

function newestMean(lab: string, own: readonly ReadDocument[], { figure, detail, seed }: Frame): Measure {
  const newest = own.map(({ texts }) => texts.at(-1) as ReadText);
  return makeMeasure({
    eval: "lack-of-transparency",
    lab,
    name: `readability-${figure.name}`,
    label: `Mean ${figure.what} of the newest texts of its documents`,
    unit: figure.unit,
    estimate: bootstrapMean(newest.map(figure.read), seed, "English documents"),
    caution: CAUTION,
    detail,
    evidence: newest.map(({ version }) => version.id),
  });
}

function yearlyChange(lab: string, own: readonly ReadDocument[], { figure, detail, seed }: Frame): Measure {
  const slopes = own.flatMap(({ texts }) => {
    const [first, newest] = [texts[0] as ReadText, texts.at(-1) as ReadText];
    const years = yearsBetween(first.version.date, newest.version.date);
    if (years < TREND_YEARS_MIN) return [];
    const change = (figure.read(newest) - figure.read(first)) / years;
    return [{ change, evidence: [first.version.id, newest.version.id] }];
  });
  const risen = slopes.filter(({ change }) => change > 0).length;
  const fallen = slopes.filter(({ change }) => change < 0).length;
  return makeMeasure({
    eval: "lack-of-transparency",
    lab,
    name: `readability-${figure.name}-trend`,
    label: `Mean change a year of ${figure.what}, first to newest text of each document`,
    unit: `${figure.unit} per year`,
    estimate: bootstrapMean(
      slopes.map(({ change }) => change),
      seed,
      "documents with texts half a year apart",
    ),
    caution: `${CAUTION} It rose in ${risen} and fell in ${fallen} of ${slopes.length} documents.`,
    detail,
    evidence: slopes.flatMap(({ evidence }) => evidence),
  });
}

const DRAWS = 500;

/** The mean over documents, each of which counts once, with the bootstrap interval over documents. */
function bootstrapMean(values: readonly number[], seed: number, what: string): Measure["estimate"] {
  const n = values.length;
  if (n < SHARE_MIN) return notEstablished(`${n} of at least ${SHARE_MIN} ${what} are recorded`, n, METHOD);
  const random = seededRandom(seed);
  const [low, high] = percentileInterval(Array.from({ length: DRAWS }, () => mean(resample(random, values))));
  return { established: true, value: mean(values), low, high, n, method: METHOD };
}

function tableOf(own: readonly ReadDocument[]): DataTable {
  return {
    columns: ["document", "date", "words", "reading ease", "grade", "share over 40 words", "evidence"],
    rows: own.flatMap(({ document, texts }) =>
      texts.map((text) => [
        document.id,
        text.version.date.slice(0, 10),
        text.words,
        round(text.fleschReadingEase, 1),
        round(text.fleschKincaidGrade, 1),
        round(text.longSentences, 3),
        text.version.id,
      ]),
    ),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
