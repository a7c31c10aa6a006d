import { isSignatureOf, publicKeyOf, sha256, signBytes } from "./crypto.ts";
import { joinBytes } from "./encoding.ts";
import { TlogError } from "./error.ts";
import { SIGNER_PREFIX } from "./note.ts";
import {
  checkKeyId,
  checkName,
  COSIGNATURE,
  formatKey,
  formatNote,
  keyIdInput,
  keyIdOfHash,
  type NoteKey,
  parseKey,
  parseNote,
  signaturesOf,
} from "./note-text.ts";

/**
 * Cosignatures of witnesses, https://c2sp.org/tlog-cosignature (Ed25519, version 1): a further line of a checkpoint's note,
 * by which a witness says that at a time it saw this tree, and that every tree of this log that it saw before is its beginning.
 *
 *     — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
 *
 * After the key id it holds the time, eight bytes, high one first, in seconds since 1970, and the signature of
 *
 *     cosignature/v1
 *     time 1679315147
 *     example.com/behind-the-sofa
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

const encoder = new TextEncoder();

/** Makes a witness's signer key of 32 random bytes. `name` is neither empty nor has white space or a plus. */
export function makeWitnessKey(name: string, random: Uint8Array): string {
  checkName(name);
  return SIGNER_PREFIX + formatKey(name, keyIdOf(name, publicKeyOf(random)), random, COSIGNATURE);
}

/** The vkey of a witness's signer key: what others demand its cosignature by. */
export function witnessVkeyOf(signerKey: string): string {
  const { name, keyId, key } = parseSigner(signerKey);
  return formatKey(name, keyId, publicKeyOf(key), COSIGNATURE);
}

/** The name in a witness's vkey. Throws a TlogError for anything that is none. */
export function nameOfWitness(vkey: string): string {
  return parseWitness(vkey).name;
}

/**
 * The note with the witness's cosignature as its last line, in place of an earlier one by the same key. `time`: seconds since
 * 1970. Signs whatever it is given: that the tree follows from the last one is the caller's to know.
 */
export function addCosignature(note: string, signerKey: string, time: number): string {
  if (!Number.isSafeInteger(time) || time <= 0) throw new TlogError("a cosignature has a time after 1970");
  const { name, keyId, key } = parseSigner(signerKey);
  const { text, signatures } = parseNote(note);
  const others = signatures.filter((signature) => signature.name !== name || signature.keyId !== keyId);
  const stamp = new Uint8Array(TIME_BYTES);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const bytes = joinBytes(stamp, signBytes(key, messageOf(text, time)));
  return formatNote({ text, signatures: [...others, { name, keyId, bytes }] });
}

/** When the witness cosigned the note, in seconds since 1970. Throws a TlogError where it did not, or where a line is wrong. */
export function openCosignature(note: string, vkey: string): number {
  const opened = parseNote(note);
  const witness = parseWitness(vkey);
  const times = signaturesOf(opened, witness).map(({ bytes }) => {
    const time = readTime(bytes);
    const isRight = time > 0 && isSignatureOf(witness.key, messageOf(opened.text, time), bytes.subarray(TIME_BYTES));
    if (!isRight) throw new TlogError(`the cosignature by ${witness.name}+${witness.keyId} is wrong`);
    return time;
  });
  return Math.max(...times);
}

/** 0 for bytes that are no cosignature. */
function readTime(bytes: Uint8Array): number {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return 0;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0));
  return Number.isSafeInteger(time) ? time : 0;
}

const messageOf = (text: string, time: number): Uint8Array => encoder.encode(`cosignature/v1\ntime ${time}\n${text}`);

function parseWitness(vkey: string): NoteKey {
  const parsed = parseKey(vkey, "witness key", COSIGNATURE);
  return checkKeyId(parsed, keyIdOf(parsed.name, parsed.key), "witness key");
}

function parseSigner(signerKey: string): NoteKey {
  if (!signerKey.startsWith(SIGNER_PREFIX)) throw new TlogError("not a signer key");
  const parsed = parseKey(signerKey.slice(SIGNER_PREFIX.length), "signer key of a witness", COSIGNATURE);
  return checkKeyId(parsed, keyIdOf(parsed.name, publicKeyOf(parsed.key)), "signer key of a witness");
}

const keyIdOf = (name: string, publicKey: Uint8Array): string =>
  keyIdOfHash(sha256(keyIdInput(name, publicKey, COSIGNATURE)));
