export { canonicalJson } from "./canonical-json.ts";
export { type Clock, fixedClock, formatInstant, systemClock } from "./clock.ts";
export {
  makeFolder,
  makeFolderDurable,
  type NewFile,
  placeFiles,
  removeFile,
  removeIfEmpty,
  removeTree,
  renameDurable,
  syncFolders,
  writeAllDurable,
  writeDurable,
} from "./durable.ts";
export { BusyError, EXIT, type FailureCode, UserError } from "./errors.ts";
export { type Lock, takeLock } from "./lock.ts";
export { nearNames } from "./near-names.ts";
export { explainingPostgres, nameDatabase } from "./postgres.ts";
export { RecentMap } from "./recent-map.ts";
export { inRounds } from "./rounds.ts";
export { INVISIBLE, manyLines, oneLine } from "./safe-text.ts";
export { threadFile } from "./thread-file.ts";
export { listenToSteps, runStep, runStepSync, type Step, STEPS } from "./steps.ts";
