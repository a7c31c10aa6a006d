export { type AuditSummary, auditEvidence, isIndexCurrent } from "./audit.ts";
export { CHECKOUT, type Demo, openArchiveDemo, openExampleDemo } from "./demo.ts";
export { type ExportSummary, exportIndex } from "./export.ts";
export { findEntry } from "./find-entry.ts";
export { importCasebook } from "./import-casebook.ts";
export { type ImportSummary, importOta } from "./import-ota.ts";
export type { Progress } from "./progress.ts";
export { rebuildIndex } from "./rebuild.ts";
export { findWorkspace, initWorkspace, openWorkspace, type Workspace } from "./workspace.ts";
