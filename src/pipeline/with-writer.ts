import { type EvidenceWriter, openEvidenceWriter } from "../evidence/index.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Runs a job that appends to a workspace's log, alone: the log is locked until it ends. Of a job that fails nothing stays,
 * not even the texts that it stored. The job awaits nothing, so that workers of one process never meet at the lock.
 */
export function withWriter<T>(workspace: Workspace, job: (writer: EvidenceWriter) => T): T {
  const writer = open(workspace);
  try {
    return job(writer);
  } catch (error) {
    writer.discardUnreferenced();
    throw error;
  } finally {
    writer.close();
  }
}

/** As {@link withWriter}, for a job that reads its source while it holds the lock. One at a time in a process. */
export async function withWriterHeld<T>(workspace: Workspace, job: (writer: EvidenceWriter) => Promise<T>): Promise<T> {
  const writer = open(workspace);
  try {
    return await job(writer);
  } catch (error) {
    writer.discardUnreferenced();
    throw error;
  } finally {
    writer.close();
  }
}

const open = ({ evidence, keysDir, stateDir }: Workspace): EvidenceWriter =>
  openEvidenceWriter({ place: evidence, keysDir, stateDir });
