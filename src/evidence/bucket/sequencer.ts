import { join } from "node:path";
import { EXIT, inRounds, type Lock, takeLock, UserError } from "../../std/index.ts";
import {
  type Checkpoint,
  decodeBundle,
  encodeBundle,
  hashesFromTiles,
  openCheckpoint,
  partialTiles,
  TlogError,
  tilePath,
  treeRoot,
} from "../../tlog/index.ts";
import { growLog } from "../append.ts";
import { CHECKPOINT, decodeText, LOCK_FILE, NOTE_BYTES_MAX, noLog, TILE_BYTES_MAX } from "../layout.ts";
import type { BucketPlace } from "../place.ts";
import { AppendConflictError, damaged } from "../problem.ts";
import { type AppendStep, locate, type StoredFile, type StoreWriter } from "../store.ts";
import { tileReader } from "../tile-files.ts";
import { ask, askAll } from "./ask.ts";
import { BucketStore } from "./bucket-store.ts";
import { type BucketAnswer, type BucketRequest, REQUESTS_PER_CALL } from "./request.ts";
import { FENCE, parseMoved, parseStagedPath, PROBE, STAGED, stagedPath } from "./sequencer-names.ts";

/**
 * Adds to a log in a bucket, so that two that do it at once can never fork it. The argument, with every case of failure,
 * is in docs/formats/log.md; it rests on one thing that the store must give: a conditional write of one object.
 */

/** Leaves of one append, with their lengths. Whoever completes it reads them at once. */
const STAGED_BYTES_MAX = 512 * 1024 * 1024;
/** Of a leaf's length in a bundle. */
const LENGTH_BYTES = 2;
/** Blobs of one call. */
const CALL_MAX = { items: REQUESTS_PER_CALL, bytes: 64 * 1024 * 1024 };
/** Times that a store which shows an old state is asked again, and the wait after the first, in milliseconds; longer each time. */
const TRIES_MAX = 8;
const PAUSE_MS = 100;
/** An ETag that no object has. */
const NO_ETAG = '"no-object-has-this-version"';

/**
 * Opens a bucket's log to write, and completes an append that was won but not published. Throws a UserError where there is
 * no log, where the store does not honour conditional writes, or where another writer of this workspace has it.
 */
export function openBucketToWrite(place: BucketPlace, stateDir: string, vkey: string): StoreWriter {
  const writer = new BucketWriter(place, vkey);
  const lock = takeLock(join(stateDir, LOCK_FILE), `write to the evidence log in ${writer.name}`);
  try {
    checkConditions(place, writer.name);
    writer.open(lock);
    return writer;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Throws a UserError where the store writes although the condition does not hold: nothing would fence a sequencer. Both
 * conditions are tried, on an object that stays for the next time.
 */
export function checkConditions(place: BucketPlace, name: string): void {
  const writes = (headers: Record<string, string>): boolean =>
    ask(place, { method: "PUT", path: PROBE, headers, body: new Uint8Array(), bytesMax: 0 }).status === 200;
  const isNone = { "if-none-match": "*" };
  // The first time it is made, and has to be there then.
  const broken =
    writes(isNone) && writes(isNone) ? "If-None-Match" : writes({ "if-match": NO_ETAG }) ? "If-Match" : null;
  if (broken === null) return;
  ask(place, { method: "DELETE", path: PROBE, bytesMax: 0 });
  throw new UserError(
    `${name}: ${place.endpoint} writes although the condition of the write (${broken}) does not hold, so two sequencers ` +
      "could fork the log; use a store with conditional writes",
    EXIT.outside,
  );
}

class BucketWriter extends BucketStore implements StoreWriter {
  readonly #vkey: string;
  #lock: Lock | null = null;
  #note: Uint8Array = new Uint8Array();
  /** The fence as this writer knows it. */
  #fenceEtag = "";
  /** Blobs that were placed since the last append. */
  readonly #placed = new Set<string>();

  constructor(place: BucketPlace, vkey: string) {
    super(place, { copies: true });
    this.#vkey = vkey;
  }

  get note(): Uint8Array {
    return this.#note;
  }

  /** Reads the fence, and publishes what it names where that was not done. */
  open(lock: Lock): void {
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const fence = this.#get(FENCE);
      const shown = this.#get(CHECKPOINT);
      if (fence.status !== 200) throw shown.status === 200 ? this.#notOurs() : noLog(this);
      const moved = parseMoved(fence.bytes);
      if (moved !== null) throw new UserError(`the log is no longer in ${this.name}: it was ${moved.words}`);
      if (shown.status === 200 && this.#isPublished(fence.bytes, shown.bytes)) {
        this.#note = fence.bytes;
        this.#fenceEtag = fence.etag;
        this.#lock = lock;
        return;
      }
      this.pause(PAUSE_MS * tries);
    }
    throw new UserError(
      `${this.name}: an append was won but never published, and its leaves are not shown; wait, then run this again`,
      EXIT.outside,
    );
  }

  lacks(path: string): boolean {
    return !this.#placed.has(path) && !this.cache?.get(path);
  }

  placeBlobs(files: readonly StoredFile[]): void {
    for (const call of inRounds(files, CALL_MAX)) this.#placeTogether(call);
  }

  settleBlobs(paths: readonly string[]): string | null {
    const unknown = paths.filter((path) => !this.#placed.has(path));
    const answers = askAll(
      this.place,
      unknown.map((path) => ({ method: "HEAD", path, bytesMax: 0 })),
    );
    this.#placed.clear();
    return unknown.find((_, at) => answers[at]?.status !== 200) ?? null;
  }

  commit(step: AppendStep): void {
    this.#requireStageable(step.leaves);
    // Crash or failure in this step: leaves that nobody refers to. Their name holds the root of the tree that they lead
    // to, so another sequencer's are never overwritten.
    const body = encodeBundle(step.leaves);
    this.#expect200({ method: "PUT", path: stagedPath(step.checkpoint), body, bytesMax: 0 });

    // The fence: of all that follow one tree, the store lets one through. Whoever comes second has written nothing that a
    // reader, or the first, looks at.
    const isUnpublished = this.#winFence(step);

    // Crash or failure from here on: the append is won, and whoever opens the log next publishes it from its leaves.
    if (isUnpublished) this.#publish(step);
    this.#removeObsolete(step.obsolete, [stagedPath(step.checkpoint)]);
  }

  removeLeftovers(size: number): void {
    const own = stagedPath(openCheckpoint(decodeText(this.#note), this.#vkey));
    const staged = [...this.list(STAGED)].map(({ path }) => path);
    // One that leads beyond this tree may still be won. One that does not lost its race, or is published.
    const past = staged.filter((path) => (parseStagedPath(path) ?? Infinity) <= size);
    if (past.length === 0) return;
    const leaves = past.includes(own) ? this.#readStaged(own) : null;
    const current = new Set(partialTiles(size).map(tilePath));
    const before = leaves === null ? [] : partialTiles(size - leaves.length).map(tilePath);
    const obsolete = before.filter((path) => !current.has(path));
    this.#removeObsolete(obsolete, past);
  }

  removeBlobs(): void {
    // Another sequencer may have found one of them there, and be about to name it.
  }

  close(): void {
    this.#lock?.release();
  }

  #get(path: string): BucketAnswer {
    return ask(this.place, { method: "GET", path, bytesMax: NOTE_BYTES_MAX });
  }

  #expect200(request: BucketRequest): BucketAnswer {
    const answer = ask(this.place, request);
    if (answer.status === 200) return answer;
    throw this.#refused(request, answer);
  }

  #refused({ method, path }: BucketRequest, { status }: BucketAnswer): UserError {
    return new UserError(
      `${this.name}/${path}: ${this.place.endpoint} answered ${method} with ${status}`,
      EXIT.outside,
    );
  }

  #notOurs(): UserError {
    return new UserError(
      `${this.name} has no ${FENCE}, without which nobody may add to it: its files were put there by something else; copy ` +
        "the log with corrigible store move",
    );
  }

  /** Whether what the fence names can be read by all; publishes it first where that was not done. */
  #isPublished(fence: Uint8Array, shown: Uint8Array): boolean {
    if (Buffer.compare(fence, shown) === 0) return true;
    const won = this.#openNote(FENCE, fence);
    const published = this.#openNote(CHECKPOINT, shown);
    // An old state of one of the two: stores may show that for a while.
    if (published.size >= won.size) return false;
    const leaves = this.#readStaged(stagedPath(won));
    // Somebody else has just published it.
    if (leaves === null) return false;
    const growth = growLog(this, { ...won, size: won.size - leaves.length }, leaves);
    if (Buffer.compare(growth.checkpoint.root, won.root) !== 0) {
      throw damaged(locate(this, stagedPath(won)), new TlogError("its leaves do not lead to the tree that was won"));
    }
    this.#publish({ ...growth, note: decodeText(fence) });
    return true;
  }

  #openNote(path: string, bytes: Uint8Array): Checkpoint {
    try {
      return openCheckpoint(decodeText(bytes), this.#vkey);
    } catch (cause) {
      throw damaged(locate(this, path), cause);
    }
  }

  #readStaged(path: string): Uint8Array[] | null {
    const { status, bytes } = ask(this.place, { method: "GET", path, bytesMax: STAGED_BYTES_MAX });
    if (status !== 200) return null;
    try {
      return decodeBundle(bytes, Infinity);
    } catch (cause) {
      throw damaged(locate(this, path), cause);
    }
  }

  #placeTogether(files: readonly StoredFile[]): void {
    const requests = files.map(({ path, bytes }) => putOnce(path, bytes));
    const answers = askAll(this.place, requests);
    for (const [at, answer] of answers.entries()) {
      // 412: it is there. Its name is the hash of the text, so whoever put it there put the same.
      if (answer.status !== 200 && answer.status !== 412) throw this.#refused(requests[at] as BucketRequest, answer);
    }
    this.cache?.put(files);
    for (const { path } of files) this.#placed.add(path);
  }

  /** Throws a UserError for leaves that nobody could read back to complete the append. */
  #requireStageable(leaves: readonly Uint8Array[]): void {
    const bytes = leaves.reduce((sum, leaf) => sum + LENGTH_BYTES + leaf.length, 0);
    if (bytes <= STAGED_BYTES_MAX) return;
    throw new UserError(
      `${this.name}: ${leaves.length} entries of ${bytes} bytes are more than one append to a bucket takes ` +
        `(${STAGED_BYTES_MAX}); import in parts, or into a folder, then use corrigible store move`,
    );
  }

  /**
   * Gives whether the tree is still to be published: another sequencer may have done that, and have gone on. Throws a
   * UserError where another was first.
   */
  #winFence(step: AppendStep): boolean {
    const body = Buffer.from(step.note);
    const headers = { "if-match": this.#fenceEtag };
    const request: BucketRequest = { method: "PUT", path: FENCE, headers, body, bytesMax: 0 };
    const answer = ask(this.place, request);
    if (answer.status === 200 && answer.etag !== "") {
      this.#fenceEtag = answer.etag;
      this.#note = body;
      return true;
    }
    if (answer.status !== 200 && answer.status !== 412) throw this.#refused(request, answer);
    return this.#hasWon(step, answer.tries > 1);
  }

  /** Looks whether an append was not let through, or was by a request whose answer was lost and which was then made again. */
  #hasWon({ note, checkpoint }: AppendStep, wasAskedAgain: boolean): boolean {
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const fence = this.#get(FENCE);
      if (fence.status === 200 && Buffer.compare(fence.bytes, Buffer.from(note)) === 0) {
        this.#fenceEtag = fence.etag;
        this.#note = fence.bytes;
        return true;
      }
      const isOld = fence.status === 200 && Buffer.compare(fence.bytes, this.#note) === 0;
      const isPart = !wasAskedAgain && fence.status === 200 && !isOld ? false : this.#isPublishedPart(checkpoint);
      // The fence is beyond this tree, so that the next append of this writer fails.
      if (isPart === true) return false;
      if (isPart === false) throw new AppendConflictError(this.name);
      this.pause(PAUSE_MS * tries);
    }
    throw new UserError(
      `another sequencer has added to the log in ${this.name} meanwhile; whether this append is recorded is not to be seen ` +
        "yet; wait, then run it again",
      EXIT.outside,
    );
  }

  /** Whether the published tree begins with this one; null where it is smaller, so that none can say. */
  #isPublishedPart({ size, root }: Checkpoint): boolean | null {
    const shown = this.#get(CHECKPOINT);
    if (shown.status !== 200) return null;
    const published = this.#openNote(CHECKPOINT, shown.bytes);
    if (published.size < size) return null;
    const hashes = hashesFromTiles(published.size, tileReader(this));
    return Buffer.compare(treeRoot(size, hashes), root) === 0;
  }

  /** Puts up bundles and tiles, then the checkpoint. Whoever does this for one tree writes the same bytes. */
  #publish({ files, note, checkpoint }: AppendStep): void {
    const all = [...files];
    for (let from = 0; from < all.length; from += REQUESTS_PER_CALL) {
      this.#putTiles(all.slice(from, from + REQUESTS_PER_CALL));
    }
    this.cache?.put(all);
    for (let tries = 1; tries <= TRIES_MAX; tries++) {
      const shown = this.#get(CHECKPOINT);
      if (shown.status !== 200) throw noLog(this);
      // Somebody else has published this tree, or one after it.
      if (this.#openNote(CHECKPOINT, shown.bytes).size >= checkpoint.size) return;
      const headers = { "if-match": shown.etag };
      const request: BucketRequest = { method: "PUT", path: CHECKPOINT, headers, body: Buffer.from(note), bytesMax: 0 };
      const answer = ask(this.place, request);
      if (answer.status === 200) return;
      if (answer.status !== 412) throw this.#refused(request, answer);
      this.pause(PAUSE_MS * (tries - 1));
    }
    throw new UserError(`${locate(this, CHECKPOINT)} could not be replaced; wait, then run this again`, EXIT.outside);
  }

  #putTiles(files: readonly StoredFile[]): void {
    const requests = files.map(({ path, bytes }) => putOnce(path, bytes));
    for (const [at, answer] of askAll(this.place, requests).entries()) {
      const { path, bytes } = files[at] as StoredFile;
      if (answer.status === 200) continue;
      if (answer.status !== 412) throw this.#refused(requests[at] as BucketRequest, answer);
      const there = ask(this.place, { method: "GET", path, bytesMax: TILE_BYTES_MAX });
      if (there.status === 200 && Buffer.compare(there.bytes, bytes) !== 0) {
        throw damaged(locate(this, path), new TlogError("other bytes than those of the tree that was won"));
      }
    }
  }

  /** What stays where this fails is in nobody's way. The leaves go last: with them the next writer finds the rest. */
  #removeObsolete(tiles: readonly string[], staged: readonly string[]): void {
    try {
      for (const paths of [tiles, staged]) {
        askAll(
          this.place,
          paths.map((path) => ({ method: "DELETE", path, bytesMax: 0 })),
        );
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}

export function putOnce(path: string, body: Uint8Array): BucketRequest {
  return { method: "PUT", path, headers: { "if-none-match": "*" }, body, bytesMax: 0 };
}
