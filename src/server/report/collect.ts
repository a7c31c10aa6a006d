import {
  type ChangeFilter,
  type Index,
  listAssessments,
  listChanges,
  type ListedChange,
  listDocuments,
  listVersions,
  readEvalFrame,
  tallyChanges,
  tallyNoise,
} from "../../index/index.ts";
import { ALARM_CONFIDENCE, type Disclosed, EVALS } from "../../model/index.ts";
import type { DocumentReport, Lane, ReportChange, ReportData, ReportVersion } from "./data.ts";

/** Changes of each direction shown with their whole texts: both sides have the same room. */
const LEADING_MAX = 20;
/** Rows of one document's table, and of all tables together: the report stays a few megabytes. */
const ROWS_PER_DOCUMENT_MAX = 60;
const ROWS_MAX = 2_000;
/** Up to this many documents each has its own lane in time; beyond, each lab has one. */
const DOCUMENT_LANES_MAX = 12;
const LANES_MAX = 40;
/** Alarms read from the index, newest first: more are counted, but neither listed nor drawn. */
const ALARMS_MAX = 50_000;

const ALARMS: ChangeFilter = { directions: ["loosens", "tightens"], minConfidence: ALARM_CONFIDENCE };
/** The severity from which a change is shown with its texts. */
const LEADING_SEVERITY = 2;

/** What the index does not know of a report. */
export type ReportFrame = Pick<ReportData, "source" | "fictional" | "workspace" | "log">;

/** Reads the report's contents from the index. */
export async function collectReport(index: Index, frame: ReportFrame): Promise<ReportData> {
  const documents = await listDocuments(index);
  const alarms = await listChanges(index, ALARMS, ALARMS_MAX);
  const names = new Map(documents.map(({ lab, lab_name }) => [lab, lab_name]));
  const important = alarms.filter(({ change }) => change.severity >= LEADING_SEVERITY).toSorted(byImportance);
  const foremost = (["loosens", "tightens"] as const).flatMap((direction) =>
    important.filter(({ change }) => change.direction === direction).slice(0, LEADING_MAX),
  );
  const byDocument = Map.groupBy(alarms, ({ change }) => change.document);
  const lanes = makeLanes(alarms, documents.length <= DOCUMENT_LANES_MAX, names);
  const dates = documents.flatMap(({ first_date, last_date }) => [first_date, last_date]).toSorted();
  return {
    ...frame,
    ...(await readBalances(index)),
    labs: [...names.values()],
    documents: documents.length,
    versions: documents.reduce((sum, { versions }) => sum + versions, 0),
    firstDate: dates[0] ?? "",
    lastDate: dates.at(-1) ?? "",
    tally: (await tallyChanges(index, ALARMS)).map((row) => ({ ...row, labName: names.get(row.lab) ?? row.lab })),
    leading: await readLeading(index, foremost.toSorted(byImportance)),
    leadingTotal: important.length,
    lanes: lanes.slice(0, LANES_MAX),
    lanesLeft: Math.max(0, lanes.length - LANES_MAX),
    series: await readSeries(index, byDocument),
    quietDocuments: documents.length - byDocument.size,
    noise: (await tallyNoise(index)).flatMap(({ noise, count }) => (noise === null ? [] : [{ kind: noise, count }])),
  };
}

async function readBalances(index: Index): Promise<Pick<ReportData, "balances" | "asOf">> {
  const { asOf, labs } = await readEvalFrame(index);
  const byLab = Map.groupBy(await listAssessments(index), ({ lab }) => lab);
  const balances = [...byLab].map(([lab, assessments]) => ({
    lab,
    name: labs[lab] ?? lab,
    assessments: EVALS.flatMap((name) => assessments.filter((one) => one.eval === name)),
  }));
  return { balances, asOf };
}

const SILENCE: Readonly<Record<Disclosed, number>> = { no: 0, "no-note": 0, partly: 1, unknown: 1, yes: 2 };

/** Severest first, then what was not disclosed, then the most certain; the newest of equals, as the list comes. */
function byImportance({ change: a }: ListedChange, { change: b }: ListedChange): number {
  return b.severity - a.severity || SILENCE[a.disclosed] - SILENCE[b.disclosed] || b.confidence - a.confidence;
}

async function readLeading(index: Index, listed: readonly ListedChange[]): Promise<ReportChange[]> {
  const versions = new Map<string, ReportVersion>();
  for (const document of new Set(listed.map(({ change }) => change.document))) {
    for (const { id, date, log_index, blob, commit_id, path } of await listVersions(index, document)) {
      versions.set(id, { id, date, logIndex: log_index, blob, commit: commit_id, path });
    }
  }
  return listed.map((one) => ({
    change: one.change,
    note: one.note,
    title: titleOf(one),
    old: versions.get(one.change.oldVersion) as ReportVersion,
    new: versions.get(one.change.newVersion) as ReportVersion,
  }));
}

/** "Murrel Usage Policy"; what already begins with the service's name keeps it once. */
function titleOf({ service, terms }: { readonly service: string; readonly terms: string }): string {
  return terms.startsWith(service) ? terms : `${service} ${terms}`;
}

function makeLanes(alarms: readonly ListedChange[], perDocument: boolean, names: ReadonlyMap<string, string>): Lane[] {
  const groups = Map.groupBy(alarms, ({ change }) => (perDocument ? change.document : change.lab));
  const label = (key: string, [newest]: readonly ListedChange[]): string =>
    perDocument && newest ? titleOf(newest) : (names.get(key) ?? key);
  return [...groups]
    .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([key, group]) => ({
      label: label(key, group),
      marks: group.map(({ change: { date, direction, severity } }) => ({ date, direction, severity })),
    }));
}

async function readSeries(
  index: Index,
  byDocument: ReadonlyMap<string, readonly ListedChange[]>,
): Promise<DocumentReport[]> {
  let rows = ROWS_MAX;
  const series: DocumentReport[] = [];
  for (const document of await listDocuments(index)) {
    const alarms = byDocument.get(document.id);
    if (!alarms) continue;
    const versions = await listVersions(index, document.id);
    const shown = alarms.slice(0, Math.min(ROWS_PER_DOCUMENT_MAX, rows));
    rows -= shown.length;
    series.push({
      id: document.id,
      title: titleOf(document),
      lab: document.lab,
      labName: document.lab_name,
      versions: document.versions,
      firstDate: document.first_date,
      lastDate: document.last_date,
      quietVersions: versions.filter(({ noise }) => noise !== null).length,
      changes: shown.map(({ change }) => change),
      changesTotal: alarms.length,
    });
  }
  return series;
}
