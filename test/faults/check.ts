import { existsSync } from "node:fs";
import { join } from "node:path";
import { evidence, tlog, openWorkspace } from "./product.ts";

/** What must not be, and was found. */
export class Lost extends Error {}

/**
 * Throws where a workspace's log is not whole, or does not continue each of the checkpoints that somebody was shown. A folder
 * that is no workspace yet is whole where nobody was shown anything.
 */
export function checkLog(workspace: string, seen: ReadonlySet<string>): void {
  if (!existsSync(join(workspace, "corrigible.yaml"))) {
    if (seen.size > 0) throw new Lost("the workspace is gone");
    return;
  }
  const { evidence: place, vkey } = openWorkspace(workspace);
  const { problems } = evidence.verifyEvidence(place, { vkey });
  const [problem] = problems;
  if (problem) throw new Lost(`verify: ${problem.path}: ${problem.message} (${problems.length} in all)`);
  const reader = evidence.openEvidence(place);
  const hashes = tlog.hashesFromTiles(reader.size, (tile) => reader.tile(tile));
  for (const note of seen) {
    const { size, root } = tlog.openCheckpoint(note, vkey);
    if (size > reader.size) throw new Lost(`${size} entries were acknowledged, the log has ${reader.size}`);
    const proof = tlog.proveConsistency(size, reader.size, hashes);
    tlog.verifyConsistency({ oldSize: size, oldRoot: root, size: reader.size, root: reader.root, proof });
  }
}

/** The checkpoint that a reader of the folder sees now; none where there is no workspace. */
export function checkpointNow(workspace: string): string[] {
  if (!existsSync(join(workspace, "corrigible.yaml"))) return [];
  return [evidence.openEvidence(openWorkspace(workspace).evidence).checkpoint];
}
