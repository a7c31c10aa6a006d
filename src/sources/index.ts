export { type ArchiveCommit, writeArchive } from "./ota-git/index.ts";
