import type { DataTable, Measure } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import { dayNumber } from "../days.ts";
import type { EvalDocument, EvalInput, EvalVersion } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";

const METHOD = "lack-of-transparency#vanished-documents";

/** A document without a new text for so long, and for longer than ever before, is quiet. */
const QUIET_DAYS = 180;

/** What the archive shows last of a document. */
export interface LastSeen {
  readonly lab: string;
  readonly document: EvalDocument;
  readonly state: "error page" | "quiet" | "current";
  /** First day of the error pages at the end, or of the last text. */
  readonly since: string;
  readonly days: number;
  /** Longest time between two texts of the document before, in days; null for one with a single text. */
  readonly longestGap: number | null;
  /** Documents whose last text the archive recorded on the same day. */
  readonly sameDay: number;
}

/** Documents of which the archive shows an error page last, and documents of which it has shown nothing new for long. */
export function vanishedMeasures(input: EvalInput): Measure[] {
  return groupByLab(input, lastSeen(input)).flatMap(([lab, own]) => [
    ...errorPages(lab, own),
    ...quietDocuments(lab, own),
  ]);
}

/** What the archive shows last of each document, up to the day that counts as today. */
export function lastSeen({ documents, asOf }: Pick<EvalInput, "documents" | "asOf">): LastSeen[] {
  const seen = documents.flatMap((document) => {
    const versions = document.versions.filter(({ date }) => date.slice(0, 10) <= asOf);
    return versions.length === 0 ? [] : [{ document, versions, last: dayOf(versions.at(-1) as EvalVersion) }];
  });
  const byDay = Map.groupBy(seen, ({ last }) => last);
  return seen.map(({ document, versions, last }) => {
    const sameDay = byDay.get(last)?.length ?? 1;
    return { lab: document.lab, document, ...stateOf(versions, asOf), sameDay };
  });
}

const dayOf = ({ date }: EvalVersion): string => date.slice(0, 10);

function stateOf(
  versions: readonly EvalVersion[],
  asOf: string,
): Pick<LastSeen, "state" | "since" | "days" | "longestGap"> {
  const lastPage = versions.findLastIndex(({ noise }) => noise !== "error-page");
  const errors = versions.slice(lastPage + 1);
  const since = dayOf((errors[0] ?? versions.at(-1)) as EvalVersion);
  const days = dayNumber(asOf) - dayNumber(since);
  const longestGap = findLongestGap(versions);
  const isQuiet = days > QUIET_DAYS && days > (longestGap ?? 0);
  return { state: errors.length > 0 ? "error page" : isQuiet ? "quiet" : "current", since, days, longestGap };
}

function findLongestGap(versions: readonly EvalVersion[]): number | null {
  const days = versions.map((version) => dayNumber(dayOf(version))).toSorted((a, b) => a - b);
  const gaps = days.slice(1).map((day, at) => day - (days[at] ?? day));
  return gaps.length === 0 ? null : Math.max(...gaps);
}

function errorPages(lab: string, own: readonly LastSeen[]): Measure[] {
  const gone = own.filter(({ state }) => state === "error page");
  const caution =
    "An error page may be the recorder's own trouble with the site, or the document may have moved. Only the archive's " +
    "last text is looked at, not the address itself.";
  return bothShares(lab, own, { hits: gone, caution, measures: ERROR_PAGE });
}

function quietDocuments(lab: string, own: readonly LastSeen[]): Measure[] {
  const quiet = own.filter(({ state }) => state === "quiet");
  const together = quiet.filter(({ sameDay }) => sameDay > 1).length;
  const caution =
    "The archive records a text only when it differs, so a quiet document may stand unchanged, may have moved, or may no " +
    `longer be recorded: it is not a document that vanished. ${together} of ${quiet.length} were last recorded on a day ` +
    "on which others were recorded last too, which speaks for the archive.";
  return bothShares(lab, own, { hits: quiet, caution, measures: QUIET });
}

/** A share and its mirror. */
type Pair = readonly [name: string, label: string, mirrorName: string, mirrorLabel: string];
const ERROR_PAGE: Pair = [
  "documents-error-page-last",
  "Documents whose last recorded text is an error page",
  "documents-readable-last",
  "Documents whose last recorded text is the document",
];
const QUIET: Pair = [
  "documents-quiet",
  `Documents without a new text for over ${QUIET_DAYS} days, longer than ever before`,
  "documents-not-quiet",
  "Documents that are not quiet",
];

interface Hits {
  readonly hits: readonly LastSeen[];
  readonly caution: string;
  readonly measures: Pair;
}

function bothShares(lab: string, own: readonly LastSeen[], { hits, caution, measures }: Hits): Measure[] {
  const [name, label, mirrorName, mirrorLabel] = measures;
  const rest = own.filter((one) => !hits.includes(one));
  return [
    { name, label, counts: hits },
    { name: mirrorName, label: mirrorLabel, counts: rest },
  ].map((share) =>
    makeMeasure({
      eval: "lack-of-transparency",
      lab,
      name: share.name,
      label: share.label,
      unit: "share",
      estimate: counted(METHOD, share.counts.length / own.length, own.length),
      numerator: share.counts.length,
      denominator: own.length,
      caution: `A count over the documents of the archive, not a sample. ${caution}`,
      detail: tableOf(own),
      evidence: share.counts.flatMap(({ document }) => document.versions.at(-1)?.id ?? []),
    }),
  );
}

function tableOf(own: readonly LastSeen[]): DataTable {
  return {
    columns: ["document", "last seen", "since", "days", "longest gap before", "last recorded on that day"],
    rows: own.map(({ document, state, since, days, longestGap, sameDay }) => [
      document.id,
      state,
      since,
      days,
      longestGap,
      sameDay,
    ]),
  };
}
