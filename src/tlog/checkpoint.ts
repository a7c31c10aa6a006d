import { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint-text.ts";
import { openNote, signNote } from "./note.ts";

/** A checkpoint as a signed note. */
export function signCheckpoint(checkpoint: Checkpoint, signerKey: string): string {
  return signNote(formatCheckpoint(checkpoint), signerKey);
}

/** The checkpoint in a note, once the key's signature is found to be right. Throws a TlogError where it is not. */
export function openCheckpoint(note: string, vkey: string): Checkpoint {
  return parseCheckpoint(openNote(note, vkey).text);
}
