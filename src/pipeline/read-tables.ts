import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import type { ControlRelation, Incident, IndicatorResult, InputEntry, LabEvent, SeriesPoint } from "../model/index.ts";
import {
  joinFmti,
  newestOfTables,
  parseAiid,
  parseBods,
  parseEpoch,
  parseFmti,
  type TableFile,
  toControlRelations,
} from "../sources/index.ts";
import type { Workspace } from "./workspace.ts";

/** The sources whose inputs are tables: files as their publishers give them out. */
export const TABLE_SOURCES = ["fmti", "aiid", "epoch", "bods"] as const;
export type TableSource = (typeof TABLE_SOURCES)[number];

/** What the recorded tables say, in our words. */
export interface Tables {
  readonly indicators: readonly IndicatorResult[];
  readonly incidents: readonly Incident[];
  readonly series: readonly SeriesPoint[];
  readonly events: readonly LabEvent[];
  readonly control: readonly ControlRelation[];
  /** How many files of each source were read: of each table the file recorded last. */
  readonly sources: Readonly<Record<TableSource, number>>;
}

/** Reads the tables in a workspace's evidence log. */
export function readTables(workspace: Workspace): Tables {
  const files = newestFiles(openEvidence(workspace.evidence));
  const fmti = newestOfTables(files.fmti.map(parseFmti));
  const aiid = newestOfTables(files.aiid.map(parseAiid));
  const epoch = newestOfTables(files.epoch.map(parseEpoch));
  const bods = newestOfTables(files.bods.map(parseBods));
  return {
    indicators: joinFmti(fmti),
    incidents: aiid.flatMap(({ incidents }) => incidents),
    series: epoch.flatMap(({ series }) => series),
    events: epoch.flatMap(({ events }) => events),
    control: toControlRelations(bods.flatMap(({ statements }) => statements)).control,
    sources: { fmti: fmti.length, aiid: aiid.length, epoch: epoch.length, bods: bods.length },
  };
}

/** The newest input of each name, in the order in which these were recorded. */
function newestFiles(evidence: EvidenceReader): Record<TableSource, TableFile[]> {
  const newest = new Map<string, InputEntry>();
  for (const { entry } of evidence.entries()) {
    if (entry.type !== "input") continue;
    const key = `${entry.source}/${entry.name}`;
    newest.delete(key);
    newest.set(key, entry);
  }
  const of = (wanted: TableSource): TableFile[] =>
    Array.from(newest.values())
      .filter(({ source }) => source === wanted)
      .map(({ name, blob }) => ({ name, bytes: evidence.blob(blob) }));
  return { fmti: of("fmti"), aiid: of("aiid"), epoch: of("epoch"), bods: of("bods") };
}
