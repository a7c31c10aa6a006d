import * as fs from "node:fs";
import { syncFiles } from "./sync-files.ts";

/**
 * The calls by which durable files come and go, so that a test can fail them, and know what a power cut may leave.
 * {@link replaceFiles} is exported by this file and not by the folder: nothing in the program can reach it.
 */
export interface FileCalls {
  readonly open: (path: string, flags: "r" | "w", mode?: number) => number;
  readonly write: (descriptor: number, bytes: Uint8Array) => void;
  /** Waits until the disk has all that was written to these. */
  readonly syncAll: (descriptors: readonly number[]) => void;
  readonly close: (descriptor: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly makeFolder: (path: string, mode?: number) => void;
  /** Removes a file; one that is not there is no error. */
  readonly removeFile: (path: string) => void;
  /** Removes an empty folder. */
  readonly removeFolder: (path: string) => void;
  /** Removes a file or folder with all that is in it; one that is not there is no error. */
  readonly removeTree: (path: string) => void;
}

/** Node's own. */
export const NODE_FILES: FileCalls = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  write: (descriptor, bytes) => fs.writeFileSync(descriptor, bytes),
  syncAll: syncFiles,
  close: (descriptor) => fs.closeSync(descriptor),
  rename: fs.renameSync,
  makeFolder: (path, mode) => fs.mkdirSync(path, mode),
  removeFile: (path) => fs.rmSync(path, { force: true }),
  removeFolder: fs.rmdirSync,
  removeTree: (path) => fs.rmSync(path, { recursive: true, force: true }),
};

/** What this process uses. */
export let files: FileCalls = { ...NODE_FILES };

/** For tests: puts other calls in the place of those in use. */
export function replaceFiles(others: FileCalls): void {
  files = others;
}
