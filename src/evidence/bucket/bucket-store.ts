import type { FoundFile } from "../files.ts";
import { type BucketPlace, describePlace } from "../place.ts";
import type { LogStore } from "../store.ts";
import { ask, tryAll } from "./ask.ts";
import { BucketCache } from "./cache.ts";
import { listObjects } from "./list.ts";
import { type BucketRequest, isRefusal, REQUESTS_PER_CALL } from "./request.ts";

/** Partial tiles that are kept in memory; each lives as long as one state of the log. */
const PARTIALS_KEPT = 64;
/** Before what is missing is asked for again, in milliseconds: some stores show a new object late. */
const SHOWN_LATE_MS = 500;

/** A log in a bucket. */
export class BucketStore implements LogStore {
  readonly name: string;
  protected readonly place: BucketPlace;
  /** Null: every byte comes from the bucket. */
  protected readonly cache: BucketCache | null;
  readonly #near = new Map<string, Uint8Array | null>();
  readonly #partials = new Map<string, Uint8Array>();

  constructor(place: BucketPlace, { copies }: { readonly copies: boolean }) {
    this.name = describePlace(place);
    this.place = place;
    this.cache = copies ? new BucketCache(place) : null;
  }

  read(path: string, bytesMax: number): Uint8Array | null {
    const near = this.#near.get(path);
    if (near !== undefined) {
      this.#near.delete(path);
      return near;
    }
    const known = this.#partials.get(path) ?? this.cache?.get(path);
    if (known) return known;
    const { status, bytes } = ask(this.place, { method: "GET", path, bytesMax });
    if (status !== 200) return null;
    this.#keep(path, bytes);
    return bytes;
  }

  has(path: string): boolean {
    if (this.cache?.get(path)) return true;
    return ask(this.place, { method: "HEAD", path, bytesMax: 0 }).status === 200;
  }

  *list(below = ""): Generator<FoundFile> {
    for (const path of listObjects(this.place, below === "" ? "" : `${below}/`)) yield { path, kind: "file" };
  }

  prefetch(paths: readonly string[], bytesMax: number): void {
    const far = paths.filter((path) => !this.cache?.get(path));
    for (let from = 0; from < far.length; from += REQUESTS_PER_CALL) {
      const missing = this.#fetch(far.slice(from, from + REQUESTS_PER_CALL), bytesMax);
      if (missing.length === 0) continue;
      this.pause(SHOWN_LATE_MS);
      for (const path of this.#fetch(missing, bytesMax)) this.#near.set(path, null);
    }
  }

  forget(path: string): boolean {
    return this.cache?.forget(path) ?? false;
  }

  pause(ms: number): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  }

  /** Brings objects near; gives those that are missing. One that cannot be had now is asked for when it is read. */
  #fetch(paths: readonly string[], bytesMax: number): string[] {
    const requests = paths.map((path): BucketRequest => ({ method: "GET", path, bytesMax }));
    const missing: string[] = [];
    for (const [at, answer] of tryAll(this.place, requests).entries()) {
      const path = paths[at] as string;
      if (isRefusal(answer)) continue;
      if (answer.status === 200) this.#near.set(path, answer.bytes);
      else missing.push(path);
    }
    this.cache?.put([...this.#near].flatMap(([path, bytes]) => (bytes ? [{ path, bytes }] : [])));
    return missing;
  }

  #keep(path: string, bytes: Uint8Array): void {
    if (!this.cache) return;
    this.cache.put([{ path, bytes }]);
    if (!path.includes(".p/")) return;
    if (this.#partials.size >= PARTIALS_KEPT) this.#partials.clear();
    this.#partials.set(path, bytes);
  }
}
