export { type ArchiveCommit, writeArchive } from "./fast-import.ts";
