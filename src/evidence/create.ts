import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolderDurable, UserError, writeDurable } from "../std/index.ts";
import { EMPTY_ROOT, makeSignerKey, signCheckpoint, TlogError } from "../tlog/index.ts";
import { BucketStore } from "./bucket/bucket-store.ts";
import { createInBucket } from "./bucket/create.ts";
import { CHECKPOINT, KEY_FILE } from "./layout.ts";
import { describePlace, type EvidencePlace } from "./place.ts";

export interface NewEvidence {
  /** Where the log is to lie: a folder, or a prefix in a bucket, with nothing in it. */
  readonly place: EvidencePlace;
  /** Folder for the key, on the same file system. */
  readonly keysDir: string;
  /** Names the log for ever: a URL without scheme, no white space, no plus. */
  readonly origin: string;
}

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes a key and an empty log with a signed checkpoint. Throws a UserError where there is a log or a key already. */
export function createEvidence({ place, keysDir, origin }: NewEvidence): void {
  const keyPath = join(keysDir, KEY_FILE);
  if (existsSync(keyPath)) throw new UserError(`${keyPath} is there already; a log has a key of its own`);
  const signerKey = makeKey(origin);
  const checkpoint = Buffer.from(signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, signerKey));
  requireEmpty(place);
  makeFolderDurable(keysDir, PRIVATE_FOLDER);
  // The key first: a checkpoint whose key is lost could never be followed by another.
  writeDurable({ path: keyPath, bytes: Buffer.from(`${signerKey}\n`), mode: PRIVATE_FILE }, keysDir);
  if (typeof place !== "string") {
    createInBucket(place, checkpoint);
    return;
  }
  makeFolderDurable(place);
  writeDurable({ path: join(place, CHECKPOINT), bytes: checkpoint }, keysDir);
}

function requireEmpty(place: EvidencePlace): void {
  const isEmpty =
    typeof place === "string"
      ? !existsSync(place) || readdirSync(place).length === 0
      : new BucketStore(place, { copies: false }).list()[Symbol.iterator]().next().done === true;
  if (!isEmpty) throw new UserError(`${describePlace(place)} is not empty; give another folder or prefix`);
}

function makeKey(origin: string): string {
  try {
    return makeSignerKey(origin, randomBytes(32));
  } catch (cause) {
    if (!(cause instanceof TlogError)) throw cause;
    throw new UserError(`"${origin}" cannot name a log: neither empty, nor with white space or a plus`, undefined, {
      cause,
    });
  }
}
