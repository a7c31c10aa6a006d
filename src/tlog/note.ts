import { isSignatureOf, publicKeyOf, sha256, signBytes } from "./crypto.ts";
import { TlogError } from "./error.ts";
import {
  checkCharacters,
  checkKeyId,
  checkName,
  formatKey,
  formatNote,
  keyIdInput,
  keyIdOfHash,
  type Note,
  type NoteKey,
  parseKey,
  parseNote,
  signaturesOf,
} from "./note-text.ts";

/** What a private key begins with. */
export const SIGNER_PREFIX = "PRIVATE+KEY+";

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
  const parsed = parseVkey(vkey);
  const { name, keyId, key } = parsed;
  const own = signaturesOf(opened, parsed);
  const text = encoder.encode(opened.text);
  if (!own.every(({ bytes }) => isSignatureOf(key, text, bytes))) {
    throw new TlogError(`the signature by ${name}+${keyId} is wrong`);
  }
  return opened;
}

function parseVkey(vkey: string): NoteKey {
  const parsed = parseKey(vkey, "vkey");
  return checkKeyId(parsed, keyIdOf(parsed.name, parsed.key), "vkey");
}

function parseSignerKey(signerKey: string): NoteKey {
  if (!signerKey.startsWith(SIGNER_PREFIX)) throw new TlogError("not a signer key");
  const parsed = parseKey(signerKey.slice(SIGNER_PREFIX.length), "signer key");
  return checkKeyId(parsed, keyIdOf(parsed.name, publicKeyOf(parsed.key)), "signer key");
}

const keyIdOf = (name: string, publicKey: Uint8Array): string => keyIdOfHash(sha256(keyIdInput(name, publicKey)));
