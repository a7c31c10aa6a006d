import { rmSync } from "node:fs";
import { type AuditSummary, auditEvidence } from "./audit.ts";
import type { Progress } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

/** Deletes the index and makes it anew from the log. */
export function rebuildIndex(workspace: Workspace, onProgress?: Progress): Promise<AuditSummary> {
  rmSync(workspace.indexDir, { recursive: true, force: true });
  return auditEvidence(workspace, onProgress);
}
