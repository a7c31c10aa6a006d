import { isSignatureOf, KEY_BYTES, publicKeyOf, sha256, signBytes } from "./crypto.ts";
import { decodeBase64, encodeBase64 } from "./encoding.ts";
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
interface NoteKey {
  readonly name: string;
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** Limits of golang.org/x/mod/sumdb/note. */
const NOTE_CHARACTERS_MAX = 1_000_000;
const SIGNATURES_MAX = 100;

/** https://c2sp.org/signed-note#signature-types */
const ED25519 = 0x01;
const KEY_ID_BYTES = 4;

const SIGNER_PREFIX = "PRIVATE+KEY+";

const encoder = new TextEncoder();

/** Makes a signer key of 32 random bytes. `name` is neither empty nor has white space or a plus. */
export function makeSignerKey(name: string, random: Uint8Array): string {
  checkName(name);
  return SIGNER_PREFIX + formatKey(name, keyIdOf(name, publicKeyOf(random)), random);
}

/** The vkey that belongs to a signer key. */
export function vkeyOf(signerKey: string): string {
  const { name, keyId, key } = parseSignerKey(signerKey);
  return formatKey(name, keyId, publicKeyOf(key));
}

/** The name in a vkey. Throws a TlogError for anything that is no Ed25519 vkey. */
export function nameOfVkey(vkey: string): string {
  return parseVkey(vkey).name;
}

/** The text as a note with one signature. The text ends in a newline and has no other control character. */
export function signNote(text: string, signerKey: string): string {
  const { name, keyId, key } = parseSignerKey(signerKey);
  if (!text.endsWith("\n")) throw new TlogError("the text of a note ends in a newline");
  checkCharacters(text);
  return formatNote({ text, signatures: [{ name, keyId, bytes: signBytes(key, encoder.encode(text)) }] });
}

/**
 * The note, once its key's signature is found to be right; signatures of other keys are not looked at. Throws a
 * TlogError where there is none or a wrong one.
 */
export function openNote(note: string, vkey: string): Note {
  const opened = parseNote(note);
  const { name, keyId, key } = parseVkey(vkey);
  const own = opened.signatures.filter((signature) => signature.name === name && signature.keyId === keyId);
  if (own.length === 0) throw new TlogError(`no signature by ${name}+${keyId}`);
  const text = encoder.encode(opened.text);
  if (!own.every(({ bytes }) => isSignatureOf(key, text, bytes))) {
    throw new TlogError(`the signature by ${name}+${keyId} is wrong`);
  }
  return opened;
}

export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, keyId, bytes }) => {
    return `— ${name} ${encodeBase64(Buffer.concat([Buffer.from(keyId, "hex"), bytes]))}\n`;
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
    keyId: Buffer.from(bytes.subarray(0, KEY_ID_BYTES)).toString("hex"),
    bytes: bytes.subarray(KEY_ID_BYTES),
  };
}

function parseVkey(vkey: string): NoteKey {
  const parsed = parseKey(vkey, "vkey");
  return checkKeyId(parsed, parsed.key, "vkey");
}

function parseSignerKey(signerKey: string): NoteKey {
  if (!signerKey.startsWith(SIGNER_PREFIX)) throw new TlogError("not a signer key");
  const parsed = parseKey(signerKey.slice(SIGNER_PREFIX.length), "signer key");
  return checkKeyId(parsed, publicKeyOf(parsed.key), "signer key");
}

function parseKey(text: string, what: string): NoteKey {
  // The base64 may hold a plus as well; neither name nor id may.
  const [name = "", keyId = "", ...rest] = text.split("+");
  checkName(name);
  if (!/^[0-9a-f]{8}$/.test(keyId)) throw new TlogError(`a ${what} without a key id of 8 hexadecimal digits`);
  const [type, ...key] = decodeBase64(rest.join("+"));
  if (type !== ED25519 || key.length !== KEY_BYTES) throw new TlogError(`a ${what} that is not for Ed25519`);
  return { name, keyId, key: Uint8Array.from(key) };
}

function checkKeyId(parsed: NoteKey, publicKey: Uint8Array, what: string): NoteKey {
  if (keyIdOf(parsed.name, publicKey) === parsed.keyId) return parsed;
  throw new TlogError(`a ${what} whose id is not that of its key`);
}

function formatKey(name: string, keyId: string, key: Uint8Array): string {
  return `${name}+${keyId}+${encodeBase64(Uint8Array.of(ED25519, ...key))}`;
}

function keyIdOf(name: string, publicKey: Uint8Array): string {
  const hash = sha256(encoder.encode(`${name}\n`), Uint8Array.of(ED25519), publicKey);
  return Buffer.from(hash.subarray(0, KEY_ID_BYTES)).toString("hex");
}

function checkName(name: string): void {
  if (name !== "" && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name)) return;
  throw new TlogError("a key name is not empty and has neither white space nor a plus");
}

function checkCharacters(text: string): void {
  if (!text.isWellFormed()) throw new TlogError("a note with a lone surrogate");
  // eslint-disable-next-line no-control-regex -- these are what the format forbids
  if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new TlogError("a note with a control character");
}
