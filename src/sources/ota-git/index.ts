export { openOtaArchive, type OtaArchive, type OtaOptions, peekHead } from "./archive.ts";
export { type ArchiveText, TEXT_BYTES_MAX } from "./cat-file.ts";
export { type ArchiveCommit, writeArchive } from "./fast-import.ts";
export type { PlannedVersion } from "./log.ts";
