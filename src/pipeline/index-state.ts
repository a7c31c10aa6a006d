import { createHash } from "node:crypto";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import { type IndexState, type IndexWriter, readIndexState } from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import { canonicalJson } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

/** The state of an index that shows all of a log, as this program reads it. */
export function targetState(workspace: Workspace, evidence: EvidenceReader): IndexState {
  return {
    logSize: evidence.size,
    logRoot: Buffer.from(evidence.root).toString("hex"),
    lastEntry: evidence.size === 0 ? "" : hashOf(evidence.entry(evidence.size - 1)),
    detector: DETECTOR_VERSION,
    labTable: hashOf(workspace.labTable),
  };
}

/** Whether an index shows all that the log holds, as this program reads it or as verdicts are held. */
export function shows({ holdsVerdicts }: Workspace, state: IndexState, target: IndexState): boolean {
  const detector = holdsVerdicts ? state.detector : target.detector;
  return isSameState(state, { ...target, detector });
}

export function isSameState(a: IndexState | null, b: IndexState | null): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** As {@link shows}, of the workspace's index and log. */
export async function isIndexCurrent(workspace: Workspace): Promise<boolean> {
  const state = await readIndexState(workspace.index);
  return state !== null && shows(workspace, state, targetState(workspace, openEvidence(workspace.evidence)));
}

/** Whether the index was made with the workspace's table service → lab: its documents then have the names they have now. */
export async function isIndexOfLabs({ index, labTable }: Workspace): Promise<boolean> {
  return (await readIndexState(index))?.labTable === hashOf(labTable);
}

/** The log index from which entries are not indexed; 0 where all is to be read again. */
export function firstUnread({ state }: IndexWriter, evidence: EvidenceReader, target: IndexState): number {
  if (!state || state.labTable !== target.labTable || state.logSize === 0 || state.logSize > evidence.size) return 0;
  return hashOf(evidence.entry(state.logSize - 1)) === state.lastEntry ? state.logSize : 0;
}

/** The detectors that read the documents of an index, as its state names them. */
export function namesOf(detectors: ReadonlyMap<string, string>): string {
  return [...new Set(detectors.values())].toSorted().join(", ") || DETECTOR_VERSION;
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
