export { canonicalJson } from "./canonical-json.ts";
export { type Clock, fixedClock, formatInstant, systemClock } from "./clock.ts";
export {
  makeFolder,
  makeFolderDurable,
  type NewFile,
  placeFiles,
  syncFolders,
  writeAllDurable,
  writeDurable,
} from "./durable.ts";
export { EXIT, type FailureCode, UserError } from "./errors.ts";
export { type Lock, takeLock } from "./lock.ts";
export { nearNames } from "./near-names.ts";
export { manyLines, oneLine } from "./safe-text.ts";
