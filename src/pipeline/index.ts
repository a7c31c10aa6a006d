export { type AuditSummary, auditEvidence, type Readers } from "./audit.ts";
export { declaredUrls } from "./archived-moments.ts";
export { backupInto, type BackupSummary, backupToFile } from "./backup.ts";
export { type Capturing, capturePages } from "./capture-pages.ts";
export { CHECKOUT, type Demo, openArchiveDemo, openExampleDemo } from "./demo.ts";
export { type EvalSummary, evaluateAgain, evaluateLabs } from "./evaluate.ts";
export { type ExportSummary, exportIndex } from "./export.ts";
export { exportWacz } from "./export-wacz.ts";
export { readRecords } from "./eval-input.ts";
export { findEntry } from "./find-entry.ts";
export { type ArchiveSummary, importArchives } from "./import-archives.ts";
export { importCasebook } from "./import-casebook.ts";
export { type ImportSummary, importOta } from "./import-ota.ts";
export { describeUnknown, type ImportedFile, importTables, type TableImport } from "./import-tables.ts";
export { importWayback, type WaybackDocument } from "./import-wayback.ts";
export { secretOf } from "./open-channels.ts";
export type { Progress } from "./progress.ts";
export { readRecordedControl } from "./read-control.ts";
export { readDeclaration, readText } from "./read-pages.ts";
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
export { type LoggedAct, SIGNATURE_WORDS, signatureOf } from "./signed-acts.ts";
export { readReviewActs, recordReviewAct } from "./reviews.ts";
export {
  type ComparedVerdicts,
  compareStaged,
  type Difference,
  discardReprocessed,
  isAlarm,
  publishReprocessed,
  RATED,
  type Reprocessed,
  reprocess,
  type ReprocessState,
  reprocessState,
  type Selection,
  shown,
  type Tally,
  type Verdicts,
} from "./reprocess/index.ts";
export { isIndexCurrent } from "./index-state.ts";
export { type DoneJob, startWork } from "./work.ts";
export { openWorkspaceQueue } from "./workspace-queue.ts";
export { refuseOwn } from "./refuse-own.ts";
export { restoreBackup, type RestoreSummary } from "./restore.ts";
export { rebuildIndex } from "./rebuild.ts";
export { journalPath, runTripwires, type TripwireRun } from "./run-tripwires.ts";
export {
  findTripped,
  formatProblem,
  lintTripwires,
  openTripwires,
  readDeclared,
  readTripwireFile,
  type TrippedWire,
  tripwiresPath,
} from "./tripwires.ts";
export { initWorkspace } from "./init-workspace.ts";
export { findWorkspace, openWorkspace, SETTINGS_FILE, type Workspace } from "./workspace.ts";
export { moveLog } from "./move-log.ts";
export { parseStore, type SignInSettings } from "./workspace-settings.ts";
export { dueDocuments, type Watched, watchOnce } from "./watch.ts";
