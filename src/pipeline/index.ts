export { type AuditSummary, auditEvidence, isIndexCurrent } from "./audit.ts";
export { CHECKOUT, type Demo, openArchiveDemo, openExampleDemo } from "./demo.ts";
export { type EvalSummary, evaluateLabs } from "./evaluate.ts";
export { type ExportSummary, exportIndex } from "./export.ts";
export { readRecords } from "./eval-input.ts";
export { findEntry } from "./find-entry.ts";
export { importCasebook } from "./import-casebook.ts";
export { type ImportSummary, importOta } from "./import-ota.ts";
export { describeUnknown, type ImportedFile, importTables, type TableImport } from "./import-tables.ts";
export type { Progress } from "./progress.ts";
export { readRecordedControl } from "./read-control.ts";
export { readTables, type Tables, type TableSource } from "./read-tables.ts";
export {
  type Agreement,
  agreementOf,
  compareReadings,
  readAgain,
  readingsBy,
  readSecondReadings,
  type ReadTwice,
  unread,
} from "./second-readings.ts";
export { refuseOwn } from "./refuse-own.ts";
export { rebuildIndex } from "./rebuild.ts";
export { findWorkspace, initWorkspace, openWorkspace, type Workspace } from "./workspace.ts";
export { dueDocuments, readText, type Watched, watchOnce } from "./watch.ts";
