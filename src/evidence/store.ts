import type { Checkpoint } from "../tlog/index.ts";
import type { FoundFile } from "./files.ts";

/**
 * What holds a log: a folder, or a bucket of an object store. The names below it are the same in both (layout.ts), so
 * that any client of tlog-tiles reads either. Only the checkpoint is ever replaced by another under the same name.
 */
export interface LogStore {
  /** How people find it: `/watch/evidence`, `s3://bucket/prefix`. */
  readonly name: string;
  /** The bytes of a file; null where there is none. Throws a UserError for one above `bytesMax`. */
  read(path: string, bytesMax: number): Uint8Array | null;
  has(path: string): boolean;
  /** Everything in it, or below a folder of it. */
  list(below?: string): Iterable<FoundFile>;
  /** Brings files near that are read next. Never throws: reading them does. */
  prefetch(paths: readonly string[], bytesMax: number): void;
  /** Drops the copy of a file that is kept near; gives whether there was one. */
  forget(path: string): boolean;
  /** Waits, in milliseconds, where a file that is missing may be shown later. */
  pause(ms: number): void;
}

/** A file of a log: its path below the store. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What an append does to a store. */
export interface AppendStep {
  readonly old: Checkpoint;
  readonly checkpoint: Checkpoint;
  /** The new checkpoint, signed. */
  readonly note: string;
  readonly leaves: readonly Uint8Array[];
  /** Bundles and tiles that are new or wider; bundles are made as they are asked for, since all together are as large as the entries. */
  readonly files: Iterable<StoredFile>;
  /** Partial bundles and tiles that wider ones replace. */
  readonly obsolete: readonly string[];
}

/** A store that one writer has open. */
export interface StoreWriter extends LogStore {
  /** The signed checkpoint that the next append follows. */
  readonly note: Uint8Array;
  /** Stores blobs, each whole or not at all. Their names are durable once {@link settleBlobs} was called for them. */
  placeBlobs(files: readonly StoredFile[]): void;
  /** Whether a blob is to be placed: it is not there, or that is not known. */
  lacks(path: string): boolean;
  /** Waits until blobs are durable, whoever placed them; gives one that is missing, or null. */
  settleBlobs(paths: readonly string[]): string | null;
  /**
   * The append, all or nothing, durable on return. Throws a UserError where another sequencer has added to the log since
   * it was opened.
   */
  commit(step: AppendStep): void;
  /** Removes what an interrupted append left beside a tree of `size`. */
  removeLeftovers(size: number): void;
  /** Removes the blobs that are not `named`, where nobody else can be about to name them. */
  removeBlobs(named: ReadonlySet<string>): void;
  close(): void;
}

/** Where a file lies, for people. */
export function locate({ name }: LogStore, path: string): string {
  return `${name}/${path}`;
}
