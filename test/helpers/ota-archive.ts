export { type ArchiveCommit, writeArchive as makeArchive } from "../../src/sources/index.ts";
