import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import type { Entry, InputEntry, InputSource } from "../model/index.ts";
import { type Clock, formatInstant } from "../std/index.ts";
import { withWriter } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

/** One input as it came. */
export interface NamedInput {
  /** Unique under its source. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface RecordSummary {
  /** Input entries added: what is new, or differs from the newest entry of its name. */
  readonly recorded: number;
  /** Inputs given that the log already holds so. */
  readonly unchanged: number;
  /** Entries of the log and its root, in hexadecimal, as they stand now. */
  readonly logSize: number;
  readonly root: string;
}

/**
 * Records inputs of one source in the evidence log, all or nothing, in the order given: those whose bytes differ from
 * the newest entry of their name. What the log holds and this call does not name stays as it is.
 */
export function recordInputs(
  workspace: Workspace,
  source: InputSource,
  inputs: readonly NamedInput[],
  clock: Clock,
): RecordSummary {
  return withWriter(workspace, (writer) => {
    const known = newestInputs(writer, source);
    const blobs = writer.putBlobs(inputs.map(({ bytes }) => bytes));
    const entries = inputs
      .map(({ name, bytes }, at): InputEntry => {
        return { type: "input", source, name, blob: blobs[at] as string, size: bytes.byteLength };
      })
      .filter(({ name, blob }) => known.get(name)?.blob !== blob);
    const closing: Entry = { type: "import", source, inputs: entries.length, recorded: formatInstant(clock()) };
    if (entries.length > 0) writer.append([...entries, closing]);
    return {
      recorded: entries.length,
      unchanged: inputs.length - entries.length,
      logSize: writer.size,
      root: Buffer.from(writer.root).toString("hex"),
    };
  });
}

/** The newest entry of each name of a source, in the order in which the names came first. */
export function newestInputs(evidence: EvidenceReader, source: InputSource): Map<string, InputEntry> {
  const newest = new Map<string, InputEntry>();
  for (const { entry } of evidence.entries()) {
    if (entry.type === "input" && entry.source === source) newest.set(entry.name, entry);
  }
  return newest;
}

/** The newest inputs of a source in a workspace's log, with their bytes. */
export function readInputs(workspace: Workspace, source: InputSource): NamedInput[] {
  return inputsOf(openEvidence(workspace.evidence), source);
}

/** As {@link readInputs}, of a log as it was opened. */
export function inputsOf(evidence: EvidenceReader, source: InputSource): NamedInput[] {
  return [...newestInputs(evidence, source).values()].map(({ name, blob }) => ({ name, bytes: evidence.blob(blob) }));
}
