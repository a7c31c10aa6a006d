import { UserError } from "../std/index.ts";
import { nameOfVkey, openNote, signNote, TlogError } from "../tlog/index.ts";

/** First line of a reply that a lab signs: which finding it answers. */
const HEAD = "corrigible reply to finding ";

/** A reply as a signed note (C2SP signed-note), for the lab to send. Throws a UserError for a key or a text that cannot be. */
export function signReply(finding: string, text: string, signerKey: string): string {
  try {
    return signNote(`${HEAD}${finding}\n\n${text.replaceAll(/\r\n?/g, "\n").trim()}\n`, signerKey);
  } catch (error) {
    if (error instanceof TlogError) throw new UserError(`it cannot be signed: ${error.message}`);
    throw error;
  }
}

/**
 * The text of a reply to a finding, once the signature is found to be by the lab's key; and who signed. Throws a UserError
 * where it is not, or where it answers another finding.
 */
export function openReply(
  note: string,
  { finding, lab, vkey }: { readonly finding: string; readonly lab: string; readonly vkey: string | undefined },
): { readonly text: string; readonly from: string } {
  if (vkey === undefined) throw new UserError(`no key of ${lab} is known; put it under respondents in corrigible.yaml`);
  try {
    const [head = "", ...rest] = openNote(note, vkey).text.split("\n");
    if (head !== `${HEAD}${finding}`) throw new UserError("--signed: it answers another finding");
    return { text: rest.join("\n").trim(), from: nameOfVkey(vkey) };
  } catch (error) {
    if (error instanceof TlogError) throw new UserError(`--signed: not signed by the key of ${lab}: ${error.message}`);
    throw error;
  }
}
