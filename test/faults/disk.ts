import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileCalls } from "../../src/std/files.ts";
import type { Random } from "./random.ts";

/** A file's bytes, by whatever names it has. */
interface Content {
  now: Uint8Array;
  /** What the disk is known to have; null: nothing. */
  synced: Uint8Array | null;
}
/** What stands under a name: a file, a folder, nothing. */
type Named = Content | "folder" | null;

/** Power is off: no call does anything any more. */
export class PowerCut extends Error {}

/**
 * A disk whose power is cut. Calls go through to the real one, and what POSIX does not promise to be on disk is noted: bytes
 * since the last fsync of their file, names since the last fsync of their folder. At the cut any of it may be there or not,
 * in any order, and bytes in part: weaker than any file system that we know of, so what survives it survives theirs.
 */
export class Disk implements FileCalls {
  /** Calls so far. */
  calls = 0;
  /** The call at which the process dies, or the power goes. */
  stopAt = Infinity;
  readonly #real: FileCalls;
  /** For each name what it stood for since its folder was synced last, the newest at the end. */
  readonly #names = new Map<string, Named[]>();
  readonly #open = new Map<number, { readonly path: string; readonly content: Content | null }>();

  constructor(real: FileCalls) {
    this.#real = real;
  }

  open(path: string, flags: "r" | "w", mode?: number): number {
    this.#count();
    const before = this.#now(path);
    const descriptor = this.#real.open(path, flags, mode);
    if (flags === "r") {
      this.#open.set(descriptor, { path, content: before === "folder" ? null : before });
      return descriptor;
    }
    const content = before !== null && before !== "folder" ? before : { now: new Uint8Array(), synced: null };
    content.now = new Uint8Array();
    if (before === null) this.#become(path, content);
    this.#open.set(descriptor, { path, content });
    return descriptor;
  }

  write(descriptor: number, bytes: Uint8Array): void {
    this.#count();
    this.#real.write(descriptor, bytes);
    const content = this.#open.get(descriptor)?.content;
    if (content) content.now = Buffer.concat([content.now, bytes]);
  }

  syncAll(descriptors: readonly number[]): void {
    for (const descriptor of descriptors) this.#sync(descriptor);
  }

  #sync(descriptor: number): void {
    this.#count();
    const opened = this.#open.get(descriptor);
    if (!opened) throw new Error("fsync of a file that is not open");
    const { path, content } = opened;
    if (content) content.synced = content.now;
    else for (const [name, states] of this.#names) if (dirname(name) === path) states.splice(0, states.length - 1);
  }

  close(descriptor: number): void {
    this.#open.delete(descriptor);
    this.#real.close(descriptor);
  }

  rename(from: string, to: string): void {
    this.#count();
    const moved = this.#now(from);
    this.#now(to);
    this.#real.rename(from, to);
    this.#become(from, null);
    this.#become(to, moved);
  }

  makeFolder(path: string, mode?: number): void {
    this.#count();
    this.#now(path);
    this.#real.makeFolder(path, mode);
    this.#become(path, "folder");
  }

  removeFile(path: string): void {
    this.#count();
    if (this.#now(path) !== null) this.#become(path, null);
    this.#real.removeFile(path);
  }

  removeFolder(path: string): void {
    this.#count();
    this.#now(path);
    this.#real.removeFolder(path);
    this.#become(path, null);
  }

  removeTree(path: string): void {
    this.#count();
    if (this.#now(path) === null) return;
    const below = this.#now(path) === "folder" ? readdirSync(path, { recursive: true, encoding: "utf8" }) : [];
    for (const one of [path, ...below.map((name) => join(path, name))]) {
      this.#now(one);
      this.#become(one, null);
    }
    this.#real.removeTree(path);
  }

  #count(): void {
    if (this.calls >= this.stopAt) throw new PowerCut(`at call ${this.stopAt}`);
    this.calls++;
  }

  /** What a name stands for; what was there before it was first touched is on disk. */
  #now(path: string): Named {
    const states = this.#names.get(path);
    if (states) return states.at(-1) as Named;
    const found = lstatSync(path, { throwIfNoEntry: false });
    const isFolder = found?.isDirectory() === true;
    const bytes = found && !isFolder ? readFileSync(path) : null;
    const named = isFolder ? "folder" : bytes && { now: bytes, synced: bytes };
    this.#names.set(path, [named]);
    return named;
  }

  #become(path: string, named: Named): void {
    this.#names.get(path)?.push(named);
  }

  /**
   * Writes into the new folder `to` what may be left of `from` after a power cut now. `kept`: 0 to 1, how likely something
   * that was not synced is there.
   */
  leave(from: string, to: string, random: Random, kept: number): void {
    if (!existsSync(from)) return;
    cpSync(from, to, { recursive: true });
    // Folders before what is in them.
    for (const path of [...this.#names.keys()].toSorted()) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      const states = this.#names.get(path) as Named[];
      const left = random.next() < kept ? states.at(-1) : random.pick(states);
      put(to + path.slice(from.length), left ?? null, random, kept);
    }
  }
}

function put(path: string, named: Named, random: Random, kept: number): void {
  if (named === null) return rmSync(path, { recursive: true, force: true });
  // A file in a folder that was lost is lost.
  if (!existsSync(dirname(path))) return;
  if (named === "folder") return void mkdirSync(path, { recursive: true });
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, leftOf(named, random, kept));
}

/** All of the bytes, those that were synced, or a beginning of the new ones, with zeros where blocks were not written. */
function leftOf({ now, synced }: Content, random: Random, kept: number): Uint8Array {
  if (now === synced || random.next() < kept) return now;
  const torn = new Uint8Array(random.pick([now.length, random.between(0, now.length)]));
  torn.set(now.subarray(0, random.between(0, torn.length)));
  return random.pick([torn, synced ?? new Uint8Array()]);
}
