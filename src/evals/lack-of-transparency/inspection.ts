import { type CasebookRecord, type DataTable, indicatorKey, type Measure } from "../../model/index.ts";
import { groupByLab, INDUSTRY } from "../by-lab.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { type Answer, answersOf, groupRounds } from "./indicators.ts";
import { type Cell, cellOfIndicator, cellOfTitle, THINGS, type Viewer, VIEWERS } from "./inspection-table.ts";

const METHOD = "lack-of-transparency#inspection-matrix";
const CAUTION =
  "A cell without evidence is not closed: nobody recorded a look. A cell with evidence may show little of the thing; the " +
  "table says how many questions were answered. Rows of the table that maps questions to cells are our reading.";

/** One dated piece of evidence in one cell. */
export interface Sight extends Cell {
  readonly lab: string;
  /** Month of a round or day of a record. */
  readonly date: string;
  readonly kind: "indicator" | "record";
  /** Whether it shows the thing, or that it is not shown. */
  readonly open: boolean;
  /** Whose sight the indicator or record is about, also where it tells that they see nothing. */
  readonly asked: Viewer;
  readonly evidence: string;
}

/** Who outside a lab can look into what, from the newest rounds of rubrics and the records of the casebook. */
export function inspectionMeasures(input: EvalInput): Measure[] {
  return groupByLab(input, sightsOf(input))
    .filter(([lab]) => lab !== INDUSTRY)
    .flatMap(([lab, sights]) => [openCells(lab, sights), closedCells(lab, sights), coveredCells(lab, sights)]);
}

/** All evidence that the table maps to a cell. */
export function sightsOf(input: EvalInput): Sight[] {
  return [...newestAnswers(input).flatMap(sightsOfAnswer), ...disclosuresOf(input).flatMap(sightsOfRecord)];
}

/** Answers of the newest round of each rubric in which a lab stands. */
function newestAnswers(input: EvalInput): Answer[] {
  const byLab = Map.groupBy(answersOf(input), ({ lab, rubric }) => `${lab} ${rubric}`);
  return [...byLab.values()].flatMap((own) => [...([...groupRounds(own).values()].at(-1) ?? [])]);
}

/** A question without its point tells that the thing is kept from the public, whomever it was about. */
function sightsOfAnswer({ lab, round, indicator, domain, points, evidence }: Answer): Sight[] {
  const cell = cellOfIndicator(indicatorKey(indicator), domain);
  if (!cell) return [];
  const open = points > 0;
  const viewer = open ? cell.viewer : "none";
  return [{ thing: cell.thing, viewer, asked: cell.viewer, lab, date: round, kind: "indicator", open, evidence }];
}

/** Records of disclosures and of secrecy by single labs; grades that others gave are no acts and are left out. */
export function disclosuresOf({ records, events, asOf }: EvalInput): CasebookRecord[] {
  const acts = new Set(
    events.filter(({ kind }) => kind === "disclosure" || kind === "secrecy").map(({ evidence }) => evidence),
  );
  return records.filter(({ id, lab, date }) => lab !== INDUSTRY && acts.has(id) && date <= asOf);
}

/** What a record tells both ways stands in both cells. */
function sightsOfRecord({ id, lab, date, title, direction }: CasebookRecord): Sight[] {
  const cell = cellOfTitle(title);
  if (!cell) return [];
  const shared = { ...cell, asked: cell.viewer, lab, date, kind: "record" as const, evidence: id };
  const open = direction === "concerning" ? [] : [{ ...shared, open: true }];
  const closed = direction === "reassuring" ? [] : [{ ...shared, viewer: "none" as const, open: false }];
  return [...open, ...closed];
}

const OUTSIDERS = VIEWERS.filter((viewer) => viewer !== "none");

function openCells(lab: string, sights: readonly Sight[]): Measure {
  const open = countCells(sights.filter((sight) => sight.open));
  const label = "Cells of the inspection matrix in which outsiders see something";
  return cellMeasure({ lab, name: "inspection-open", label, sights, hits: open, of: OUTSIDER_CELLS });
}

function closedCells(lab: string, sights: readonly Sight[]): Measure {
  const open = countCells(sights.filter((sight) => sight.open));
  const label = "Cells of the inspection matrix without evidence that outsiders see something";
  const hits = OUTSIDER_CELLS - open;
  return cellMeasure({ lab, name: "inspection-not-shown", label, sights, hits, of: OUTSIDER_CELLS });
}

function coveredCells(lab: string, sights: readonly Sight[]): Measure {
  const label = "Cells of the inspection matrix with evidence, of what is shown or of what is kept back";
  const of = THINGS.length * VIEWERS.length;
  return cellMeasure({ lab, name: "inspection-with-evidence", label, sights, hits: countCells(sights), of });
}

const OUTSIDER_CELLS = THINGS.length * OUTSIDERS.length;

const countCells = (sights: readonly Sight[]): number =>
  new Set(sights.map(({ thing, viewer }) => `${thing} ${viewer}`)).size;

function cellMeasure({
  lab,
  name,
  label,
  sights,
  hits,
  of,
}: {
  readonly lab: string;
  readonly name: string;
  readonly label: string;
  readonly sights: readonly Sight[];
  readonly hits: number;
  readonly of: number;
}): Measure {
  return makeMeasure({
    eval: "lack-of-transparency",
    lab,
    name,
    label,
    unit: "share",
    estimate: counted(METHOD, hits / of, of),
    numerator: hits,
    denominator: of,
    caution: CAUTION,
    detail: matrixOf(sights),
    evidence: [...new Set(sights.map(({ evidence }) => evidence))],
  });
}

/** One row a cell: of the indicators asked of it, those with a point; under `none`, all of the thing without one. */
function matrixOf(sights: readonly Sight[]): DataTable {
  return {
    columns: ["what", "who", "indicators", "indicators asked", "records", "newest", "evidence"],
    rows: THINGS.flatMap((thing) => {
      const about = sights.filter((sight) => sight.thing === thing);
      return VIEWERS.map((viewer) => [thing, viewer, ...rowOf(about, viewer)]);
    }),
  };
}

function rowOf(about: readonly Sight[], viewer: Viewer): (string | number | null)[] {
  const own = about.filter((sight) => sight.viewer === viewer);
  const records = own.filter(({ kind }) => kind === "record");
  const asked = about.filter(({ kind, asked: whom }) => kind === "indicator" && (viewer === "none" || whom === viewer));
  const newest = own.reduce((latest, { date }) => (date > latest ? date : latest), "");
  const ids = records.map(({ evidence }) => evidence).join(" ");
  return [own.length - records.length, asked.length, records.length, newest === "" ? null : newest, ids];
}
