import { isIndexSound, removeIndex } from "../index/index.ts";
import { type AuditSummary, auditEverything, type Readers } from "./audit.ts";
import type { Progress } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

/** Makes the index anew from the log alone. Readers see the old one until the new one is complete. */
export async function rebuildIndex(
  workspace: Workspace,
  onProgress?: Progress,
  readers?: Readers,
): Promise<AuditSummary> {
  if (!(await isIndexSound(workspace.index))) await removeIndex(workspace.index);
  return auditEverything(workspace, onProgress, readers);
}
