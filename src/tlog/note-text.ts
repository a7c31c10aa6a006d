import { decodeBase64, decodeHex, encodeBase64, encodeHex, joinBytes, KEY_BYTES } from "./encoding.ts";
import { TlogError } from "./error.ts";

/**
 * Signed notes, https://c2sp.org/signed-note: text, an empty line, signature lines.
 *
 *     This is an example message.
 *
 *     — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 *
 * The verifier key (vkey) of that signature: name, key id in hexadecimal, base64 of a type byte and the key.
 *
 *     example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 *
 * The signer key is what golang.org/x/mod/sumdb/note reads: `PRIVATE+KEY+` before the same three parts, with the
 * private key in the last.
 */

export interface Note {
  /** The signed text, with the newline at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** A parsed vkey or signer key; `key` is the public or the private key, 32 bytes. */
export interface NoteKey {
  readonly name: string;
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** Limits of golang.org/x/mod/sumdb/note. */
const NOTE_CHARACTERS_MAX = 1_000_000;
const SIGNATURES_MAX = 100;

/** https://c2sp.org/signed-note#signature-types: a log's signature, and a witness's with its time. */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
type KeyType = typeof ED25519 | typeof COSIGNATURE;
const KEY_ID_BYTES = 4;

const encoder = new TextEncoder();

export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, keyId, bytes }) => {
    return `— ${name} ${encodeBase64(joinBytes(decodeHex(keyId), bytes))}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/** The parts of a note, no signature verified. Throws a TlogError for what is no note. */
export function parseNote(note: string): Note {
  if (note.length > NOTE_CHARACTERS_MAX) throw new TlogError("a note of more than a million characters");
  checkCharacters(note);
  const end = note.lastIndexOf("\n\n");
  if (end < 0) throw new TlogError("a note without an empty line before its signatures");
  const lines = note.slice(end + 2).split("\n");
  if (lines.pop() !== "") throw new TlogError("a note that ends within a line");
  if (lines.length === 0) throw new TlogError("a note without a signature");
  if (lines.length > SIGNATURES_MAX) throw new TlogError(`a note with more than ${SIGNATURES_MAX} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = "", signature = "", ...more] = line.split(" ");
  if (dash !== "—" || more.length > 0) throw new TlogError("a note with a malformed signature line");
  checkName(name);
  const bytes = decodeBase64(signature);
  if (bytes.length <= KEY_ID_BYTES) throw new TlogError("a note with an empty signature");
  return {
    name,
    keyId: encodeHex(bytes.subarray(0, KEY_ID_BYTES)),
    bytes: bytes.subarray(KEY_ID_BYTES),
  };
}

/** The parts of a vkey or of what stands after a signer key's prefix. The id is not compared with the key. */
export function parseKey(text: string, what: string, wanted: KeyType = ED25519): NoteKey {
  // The base64 may hold a plus as well; neither name nor id may.
  const [name = "", keyId = "", ...rest] = text.split("+");
  checkName(name);
  if (!/^[0-9a-f]{8}$/.test(keyId)) throw new TlogError(`a ${what} without a key id of 8 hexadecimal digits`);
  const [type, ...key] = decodeBase64(rest.join("+"));
  if (type !== wanted || key.length !== KEY_BYTES) {
    throw new TlogError(`a ${what} that is not for ${wanted === ED25519 ? "Ed25519" : "cosignatures by Ed25519"}`);
  }
  return { name, keyId, key: Uint8Array.from(key) };
}

/** What is hashed for a key's id. */
export function keyIdInput(name: string, publicKey: Uint8Array, type: KeyType = ED25519): Uint8Array<ArrayBuffer> {
  return joinBytes(encoder.encode(`${name}\n`), Uint8Array.of(type), publicKey);
}

/** A key's id from the hash of {@link keyIdInput}. */
export const keyIdOfHash = (hash: Uint8Array): string => encodeHex(hash.subarray(0, KEY_ID_BYTES));

/** The inverse of {@link parseKey}. */
export function formatKey(name: string, keyId: string, key: Uint8Array, type: KeyType = ED25519): string {
  return `${name}+${keyId}+${encodeBase64(joinBytes(Uint8Array.of(type), key))}`;
}

/** The signatures of a note by one key. Throws a TlogError where there is none. */
export function signaturesOf({ signatures }: Note, { name, keyId }: NoteKey): readonly NoteSignature[] {
  const own = signatures.filter((signature) => signature.name === name && signature.keyId === keyId);
  if (own.length === 0) throw new TlogError(`no signature by ${name}+${keyId}`);
  return own;
}

/** Throws a TlogError unless the id in a vkey is that of its key, whose own is given. */
export function checkKeyId(parsed: NoteKey, keyId: string, what: string): NoteKey {
  if (keyId === parsed.keyId) return parsed;
  throw new TlogError(`a ${what} whose id is not that of its key`);
}

export function checkName(name: string): void {
  if (name !== "" && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name)) return;
  throw new TlogError("a key name is not empty and has neither white space nor a plus");
}

export function checkCharacters(text: string): void {
  if (!text.isWellFormed()) throw new TlogError("a note with a lone surrogate");
  // eslint-disable-next-line no-control-regex -- these are what the format forbids
  if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new TlogError("a note with a control character");
}
