import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EXIT, makeFolderDurable, removeTree, UserError, writeDurable } from "../std/index.ts";
import { type Checkpoint, openCheckpoint, TlogError } from "../tlog/index.ts";
import { bucketReceiver, closeBucket, readMoved, refuseSameBucket } from "./bucket/move.ts";
import { movedTo } from "./bucket/sequencer-names.ts";
import { copyFiles, folderReceiver, type LogReceiver } from "./copy-files.ts";
import { CHECKPOINT, decodeText, NOTE_BYTES_MAX, readLimited } from "./layout.ts";
import { openStoreItself, openStoreToWrite } from "./open-store.ts";
import { describePlace, type EvidencePlace } from "./place.ts";
import { damaged } from "./problem.ts";
import { type EvidenceReader, openEvidence, readerOf } from "./reader.ts";
import type { LogStore } from "./store.ts";
import { type Verification, verifyEvidence } from "./verify.ts";

/** A log that goes from one place to another. */
export interface EvidenceMove {
  readonly from: EvidencePlace;
  readonly to: EvidencePlace;
  /** The log's key: name+hash+key. */
  readonly vkey: string;
  readonly stateDir: string;
  readonly onProgress: (done: number, total: number) => void;
  /** Makes the new place the one that is used. Called once all of the log is there and verified. */
  readonly switchOver: () => void;
}

const TEMP_FOLDER = "move-temp";
/** Names the move that this workspace closes a bucket with, until it uses the new place. */
const MOVE_FILE = "move.id";

/**
 * Copies a log to another place, checks the copy to its last byte, and closes the old place for good if it is a bucket: from
 * then on nobody can add to it. An interrupted move is repeated, and copies what is not there yet. Gives how many files the
 * log has, and how many were copied. Throws a UserError where the new place holds anything else or is the old one by another
 * address, where what is to be copied is missing or damaged, or the copy has a problem.
 */
export function moveEvidence(move: EvidenceMove): { readonly files: number; readonly copied: number } {
  if (completeMove(move)) return { files: 0, copied: 0 };
  const { from, to, vkey, stateDir, onProgress, switchOver } = move;
  const source = openStoreToWrite(from, stateDir, vkey);
  try {
    const note = decodeText(source.note);
    const checkpoint = openNote(source, source.note, vkey);
    source.removeLeftovers(checkpoint.size);
    const itself = openStoreItself(from);
    const evidence = readerOf(itself, note, checkpoint);
    requireBeginning(move, evidence);
    const tempDir = join(stateDir, TEMP_FOLDER);
    const target = openReceiver(to, tempDir);
    if (typeof from !== "string" && typeof to !== "string") refuseSameBucket(from, to);
    const { copied, kept } = copyFiles({ store: itself, evidence }, target, onProgress);
    removeTree(tempDir);
    requireWhole(to, vkey);
    if (typeof from !== "string") closeBucket(from, { words: movedTo(to), move: makeMoveId(stateDir), note });
    switchOver();
    removeTree(join(stateDir, MOVE_FILE));
    return { files: copied + kept, copied };
  } finally {
    source.close();
  }
}

/**
 * Uses the new place where the old one, a bucket, was closed since its log has gone there; gives whether it was. A folder is
 * believed to be the one only where this workspace closed the bucket: that of another machine has the same words.
 */
function completeMove({ from, to, vkey, stateDir, switchOver }: EvidenceMove): boolean {
  const moved = typeof from === "string" ? null : readMoved(from);
  if (moved === null || moved.words !== movedTo(to)) return false;
  const isFolder = typeof to === "string";
  if (isFolder && moved.move !== readMoveId(stateDir)) return false;
  const last = openNote(openStoreItself(from), Buffer.from(moved.note), vkey);
  const { entries, root } = requireWhole(to, vkey);
  // A bucket may have been added to since, by a machine that uses it already.
  const then = isFolder || entries <= last.size ? root : openEvidence(to).rootAt(last.size);
  if ((isFolder && entries !== last.size) || entries < last.size || Buffer.compare(then, last.root) !== 0) {
    throw new UserError(
      `${describePlace(to)} does not hold the log as ${describePlace(from)} was closed with it, and is not used`,
      EXIT.problem,
    );
  }
  switchOver();
  removeTree(join(stateDir, MOVE_FILE));
  return true;
}

/** Throws a UserError where the copy has a problem. */
function requireWhole(to: EvidencePlace, vkey: string): Verification {
  const verification = verifyEvidence(to, { vkey });
  const [first, ...more] = verification.problems;
  if (!first) return verification;
  throw new UserError(
    `the copy in ${describePlace(to)} has ${more.length + 1} problems, and is not used; the first: ${first.path}: ${first.message}`,
    EXIT.problem,
  );
}

/** The name of a move out of a bucket, the same when it is repeated; on disk before the bucket is closed with it. */
function makeMoveId(stateDir: string): string {
  const known = readMoveId(stateDir);
  if (known !== null) return known;
  const id = randomBytes(16).toString("hex");
  makeFolderDurable(stateDir);
  writeDurable({ path: join(stateDir, MOVE_FILE), bytes: Buffer.from(id) }, stateDir);
  return id;
}

function readMoveId(stateDir: string): string | null {
  const path = join(stateDir, MOVE_FILE);
  return existsSync(path) ? decodeText(readLimited(path, NOTE_BYTES_MAX)) : null;
}

function openNote(store: LogStore, bytes: Uint8Array, vkey: string): Checkpoint {
  try {
    return openCheckpoint(decodeText(bytes), vkey);
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw damaged(store.name, cause);
  }
}

/** Throws a UserError where the new place has a checkpoint that this log never had. */
function requireBeginning({ to, vkey }: EvidenceMove, now: EvidenceReader): void {
  const target = openStoreItself(to);
  const bytes = target.read(CHECKPOINT, NOTE_BYTES_MAX);
  if (!bytes) return;
  const there = openNote(target, bytes, vkey);
  if (there.size <= now.size && Buffer.compare(now.rootAt(there.size), there.root) === 0) return;
  throw new UserError(`${describePlace(to)} holds another log; give another place`);
}

/** `tempDir`: for the unfinished files of a folder. */
function openReceiver(to: EvidencePlace, tempDir: string): LogReceiver {
  if (typeof to !== "string") return bucketReceiver(to);
  removeTree(tempDir);
  makeFolderDurable(tempDir);
  return folderReceiver(to, tempDir);
}
