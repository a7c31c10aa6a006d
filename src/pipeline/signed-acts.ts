import { type ReviewAct, reviewAct } from "../model/index.ts";
import { canonicalJson, UserError } from "../std/index.ts";
import { openNote, parseNote, signNote, TlogError, vkeyOf } from "../tlog/index.ts";

/** An act as the log holds it: canonical JSON, or that as a signed note (C2SP signed-note). */
export type LoggedAct = ReviewAct & {
  /** The note, where it is signed. */
  readonly note: string | null;
};

/** The bytes of an act for the log. Throws a UserError where the key is none. */
export function formatAct(act: ReviewAct, signerKey: string | undefined): Buffer {
  const text = canonicalJson(act);
  if (signerKey === undefined) return Buffer.from(text);
  try {
    return Buffer.from(signNote(`${text}\n`, signerKey));
  } catch (error) {
    if (error instanceof TlogError) throw new UserError(`--key: ${error.message}`);
    throw error;
  }
}

/** Reads what {@link formatAct} wrote. Signatures are looked at where the act is shown. */
export function parseAct(bytes: Uint8Array): LoggedAct {
  const text = Buffer.from(bytes).toString();
  const isNote = text.includes("\n");
  const json = isNote ? parseNote(text).text : text;
  return { ...reviewAct.parse(JSON.parse(json)), note: isNote ? text : null };
}

export const SIGNATURE_WORDS = {
  unsigned: "under a name alone",
  signed: "signed",
  wrong: "with a signature that is not by the reviewer's key",
  unknown: "signed by a key that this workspace does not know",
} as const;

/** Whether an act is signed by the key that the workspace has for its name. */
export function signatureOf(act: LoggedAct, reviewers: Readonly<Record<string, string>>): keyof typeof SIGNATURE_WORDS {
  if (act.note === null) return "unsigned";
  const vkey = Object.hasOwn(reviewers, act.by) ? reviewers[act.by] : undefined;
  if (vkey === undefined) return "unknown";
  try {
    openNote(act.note, vkey);
    return "signed";
  } catch (error) {
    if (error instanceof TlogError) return "wrong";
    throw error;
  }
}

/** Throws a UserError where a name has a key in the workspace and the act is not to be signed with it, or the other way round. */
export function refuseOtherKey(
  by: string,
  signerKey: string | undefined,
  reviewers: Readonly<Record<string, string>>,
): void {
  const known = Object.hasOwn(reviewers, by) ? reviewers[by] : undefined;
  if (signerKey === undefined) {
    if (known !== undefined) throw new UserError(`${by} signs what they do; give --key FILE`);
    return;
  }
  const own = vkeyOfKey(signerKey);
  if (known === undefined) throw new UserError(`name the key under reviewers in corrigible.yaml: "${by}": ${own}`);
  if (own !== known) throw new UserError(`--key: the key of ${by} in corrigible.yaml is another`);
}

function vkeyOfKey(signerKey: string): string {
  try {
    return vkeyOf(signerKey);
  } catch (error) {
    if (error instanceof TlogError) throw new UserError(`--key: ${error.message}`);
    throw error;
  }
}
