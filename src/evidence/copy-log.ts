import { UserError } from "../std/index.ts";
import { openCheckpoint, TlogError } from "../tlog/index.ts";
import { type CopyCounts, copyFiles, folderReceiver } from "./copy-files.ts";
import { FolderStore } from "./folder-store.ts";
import { CHECKPOINT } from "./layout.ts";
import { openStore } from "./open-store.ts";
import type { EvidencePlace } from "./place.ts";
import { damaged } from "./problem.ts";
import { type EvidenceReader, openEvidence } from "./reader.ts";
import { locate, type LogStore } from "./store.ts";

export interface CopiedLog extends CopyCounts {
  /** Entries of the log as it was copied, and its root, 32 bytes. */
  readonly size: number;
  readonly root: Uint8Array;
}

export interface CopyOptions {
  /** The key that must have signed the checkpoint. */
  readonly vkey: string;
  /** Folder for unfinished files, on the same file system as the copy; it must exist. */
  readonly tempDir: string;
}

/**
 * Copies a log into a folder while others go on writing it: its checkpoint is read first and decides. Throws a UserError
 * where the folder has a copy that this log does not continue, and where what is to be copied is missing or damaged.
 */
export function copyLog(from: EvidencePlace, dir: string, { vkey, tempDir }: CopyOptions): CopiedLog {
  const store = openStore(from);
  const evidence = openEvidence(from);
  refuseUnsigned(store, evidence, vkey);
  if (new FolderStore(dir).has(CHECKPOINT)) refuseOther(openEvidence(dir), evidence);
  const counts = copyFiles({ store, evidence }, folderReceiver(dir, tempDir));
  return { size: evidence.size, root: evidence.root, ...counts };
}

function refuseUnsigned(source: LogStore, { checkpoint }: EvidenceReader, vkey: string): void {
  try {
    openCheckpoint(checkpoint, vkey);
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw damaged(locate(source, CHECKPOINT), cause);
  }
}

/** Throws a UserError where the log is not the one copied before, continued. */
function refuseOther(before: EvidenceReader, now: EvidenceReader): void {
  const place = `the copy of ${before.origin} with ${before.size} entries that is there`;
  if (before.origin !== now.origin)
    throw new UserError(`${place} is of another log than ${now.origin}; name another place`);
  if (before.size > now.size) {
    throw new UserError(
      `${place} is newer than this log of ${now.size}: the log was rolled back; keep that copy, and restore it`,
    );
  }
  if (Buffer.compare(now.rootAt(before.size), before.root) !== 0) {
    throw new UserError(
      `${place} is of another history: the log was rewritten; keep that copy, and run corrigible verify`,
    );
  }
}
