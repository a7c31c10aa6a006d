import { rmSync } from "node:fs";
import { isIndexSound } from "../index/index.ts";
import { type AuditSummary, auditEverything } from "./audit.ts";
import type { Progress } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

/** Makes the index anew from the log alone. Readers see the old one until the new one is complete. */
export async function rebuildIndex(workspace: Workspace, onProgress?: Progress): Promise<AuditSummary> {
  if (!isIndexSound(workspace.indexPath)) rmSync(workspace.indexDir, { recursive: true, force: true });
  return auditEverything(workspace, onProgress);
}
