import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolderDurable, UserError, writeDurable } from "../std/index.ts";
import { EMPTY_ROOT, makeSignerKey, signCheckpoint, TlogError } from "../tlog/index.ts";
import { CHECKPOINT, KEY_FILE } from "./layout.ts";

export interface NewEvidence {
  /** Folder of the log; absent or empty. */
  readonly dir: string;
  /** Folder for the key, on the same file system. */
  readonly keysDir: string;
  /** Names the log for ever: a URL without scheme, no white space, no plus. */
  readonly origin: string;
}

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes a key and an empty log with a signed checkpoint. Throws a UserError where there is a log or a key already. */
export function createEvidence({ dir, keysDir, origin }: NewEvidence): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new UserError(`${dir} is not empty; give another folder`);
  const keyPath = join(keysDir, KEY_FILE);
  if (existsSync(keyPath)) throw new UserError(`${keyPath} is there already; a log has a key of its own`);
  const signerKey = makeKey(origin);
  mkdirSync(keysDir, { recursive: true, mode: PRIVATE_FOLDER });
  makeFolderDurable(dir);
  // The key first: a checkpoint whose key is lost could never be followed by another.
  writeDurable({ path: keyPath, bytes: Buffer.from(`${signerKey}\n`), mode: PRIVATE_FILE }, keysDir);
  const checkpoint = signCheckpoint({ origin, size: 0, root: EMPTY_ROOT }, signerKey);
  writeDurable({ path: join(dir, CHECKPOINT), bytes: Buffer.from(checkpoint) }, keysDir);
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
