import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** OWASP Password Storage Cheat Sheet, second configuration: memory in KiB, passes, lanes. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const derive = promisify(argon2);

interface Parts {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** A password as it is kept: argon2id in the PHC string format, with its parameters and a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const parts = { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES, salt };
  return format({ ...parts, hash: await deriveBy(password, { ...parts, hash: Buffer.alloc(HASH_BYTES) }) });
}

/** Whether it is the password of which this is kept; null, of which nothing is, takes as long to say no. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const parts = parse(kept ?? NOBODYS);
  const isEqual = timingSafeEqual(await deriveBy(password, parts), parts.hash);
  return isEqual && kept !== null;
}

/** Whether it was hashed by other parameters than today's. */
export function isHashOutdated(kept: string): boolean {
  const { memory, passes, parallelism } = parse(kept);
  return memory !== MEMORY_KIB || passes !== PASSES || parallelism !== LANES;
}

/** NFKC, as NIST SP 800-63B has it: one password, however a keyboard composes it. */
function deriveBy(password: string, { memory, passes, parallelism, salt, hash }: Parts): Promise<Buffer> {
  const message = password.normalize("NFKC");
  return derive("argon2id", { message, nonce: salt, memory, passes, parallelism, tagLength: hash.length });
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parse(kept: string): Parts {
  const [, memory, passes, parallelism, salt = "", hash = ""] = PHC.exec(kept) ?? [];
  if (hash === "") throw new Error("a password is not kept as argon2id");
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
}

function format({ memory, passes, parallelism, salt, hash }: Parts): string {
  const [salted, hashed] = [salt, hash].map((bytes) => bytes.toString("base64").replaceAll("=", ""));
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${salted}$${hashed}`;
}

/** Compared with where there is no such account, so that the answer takes as long. */
const NOBODYS = format({
  memory: MEMORY_KIB,
  passes: PASSES,
  parallelism: LANES,
  salt: randomBytes(SALT_BYTES),
  hash: randomBytes(HASH_BYTES),
});
