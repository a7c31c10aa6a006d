import { dirname, join } from "node:path";
import { blobOf } from "../model/index.ts";
import { makeFolderDurable, placeFiles, removeFile, removeIfEmpty, syncFolders, writeDurable } from "../std/index.ts";
import { parseTilePath, tilePath, tilesOfTree } from "../tlog/index.ts";
import { BLOB_FILE_BYTES_MAX } from "./blob-bytes.ts";
import { readBlob } from "./blob-files.ts";
import { isTilePath, listFiles } from "./files.ts";
import { blobPath, CHECKPOINT, parseBlobPath } from "./layout.ts";
import type { EvidenceReader } from "./reader.ts";
import type { LogStore, StoredFile } from "./store.ts";

/** How a log comes from one place to another, for a backup and for a move. */

/** Takes the files of a log. */
export interface LogReceiver {
  /** Paths of what is there already. */
  list(): Iterable<string>;
  /** Puts files where none of their name are, each whole or not at all. Durable once {@link finish} is called. */
  put(files: readonly StoredFile[]): void;
  /** The log is whole: its checkpoint, all its other files, and tiles of an earlier state to remove. */
  finish(note: Uint8Array, files: { readonly paths: readonly string[]; readonly replaced: readonly string[] }): void;
}

/** A log to copy: as a checkpoint of it shows it, and the store in which its files lie. */
export interface CopySource {
  readonly store: LogStore;
  readonly evidence: EvidenceReader;
}

/** Files that were written, and those that an earlier copy had already. */
export interface CopyCounts {
  readonly copied: number;
  readonly kept: number;
}

/** Files that are read and written together: bounds the bytes in memory. */
const TOGETHER = 64;

/**
 * Copies all that a log's checkpoint names, which never changes while others go on writing, and the checkpoint last, so that the copy is
 * a log at every moment. What is there already is not copied again. Throws a UserError where what is to be copied is
 * missing or damaged.
 */
export function copyFiles(
  { store, evidence }: CopySource,
  target: LogReceiver,
  onProgress: (done: number, total: number) => void = () => {},
): CopyCounts {
  const there = new Set(target.list());
  const tiles = [...tilesOfTree(evidence.size)].map(tilePath);
  const paths = [...[...namedBlobs(evidence)].map(blobPath), ...tiles];
  // A partial tile has its width in its name: one of that name is this one.
  const missing = paths.filter((path) => !there.has(path));
  for (let from = 0; from < missing.length; from += TOGETHER) {
    const some = missing.slice(from, from + TOGETHER);
    store.prefetch(some, BLOB_FILE_BYTES_MAX);
    target.put(some.map((path) => ({ path, bytes: readFile({ store, evidence }, path) })));
    onProgress(from + some.length, missing.length);
  }
  const current = new Set(tiles);
  const replaced = [...there].filter((path) => isTilePath(path) && !current.has(path));
  target.finish(Buffer.from(evidence.checkpoint), { paths, replaced });
  return { copied: missing.length, kept: paths.length - missing.length };
}

/** Takes a log into a folder. `tempDir`, for unfinished files, exists and lies on the same file system. */
export function folderReceiver(dir: string, tempDir: string): LogReceiver {
  const placed = ({ path, bytes }: StoredFile): StoredFile => ({ path: join(dir, path), bytes });
  makeFolderDurable(dir);
  return {
    *list() {
      for (const { path, kind } of listFiles(dir)) if (kind === "file") yield path;
    },
    put: (files) => placeFiles(files.map(placed), tempDir),
    finish(note, { paths, replaced }) {
      // Also of files that an earlier copy left: it may have been killed before it waited for the disk.
      syncFolders(foldersOf(dir, paths));
      writeDurable(placed({ path: CHECKPOINT, bytes: note }), tempDir);
      for (const path of replaced) {
        removeFile(join(dir, path));
        removeIfEmpty(dirname(join(dir, path)));
      }
    },
  };
}

function namedBlobs(evidence: EvidenceReader): Set<string> {
  const named = new Set<string>();
  for (const { entry } of evidence.entries()) {
    const blob = blobOf(entry);
    if (blob !== null) named.add(blob);
  }
  return named;
}

function readFile({ store, evidence }: CopySource, path: string): Uint8Array {
  const sha256 = parseBlobPath(path);
  return sha256 === null ? evidence.tile(parseTilePath(path)) : readBlob(store, sha256).stored;
}

/** The folders of the files, up to the one in which `dir` lies. */
function foldersOf(dir: string, paths: readonly string[]): Set<string> {
  const folders = new Set([dirname(dir), dir]);
  for (const path of paths) {
    for (let at = dirname(join(dir, path)); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  return folders;
}
