import type { EvidenceReader } from "../evidence/index.ts";
import { blobOf, documentOf } from "../model/index.ts";
import { UserError } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The log index that an id names: of a version (`document@index`), of the newest input of a name (`fmti/scores.csv`,
 * also with `#row`; a casebook record by its id alone), of the first entry that has a text (SHA-256 in hexadecimal),
 * or an index itself. Throws a UserError where the log has no such entry. Needs no index.
 */
export function findEntry(workspace: Workspace, evidence: EvidenceReader, id: string): number {
  if (/^\d{1,15}$/.test(id)) return inLog(evidence, Number(id));
  if (/^[0-9a-f]{64}$/.test(id)) return findBlob(evidence, id);
  const input = findInput(evidence, id);
  if (input !== null) return input;
  const version = /^(?<document>.+)@(?<index>\d{1,15})$/.exec(id);
  if (!version?.groups) {
    throw new UserError(
      `"${id}" is no version (document@index), input (source/name or casebook id), SHA-256 of a text, or index of the log`,
    );
  }
  const index = inLog(evidence, Number(version.groups["index"]));
  const entry = evidence.entry(index);
  const found = entry.type === "version" ? documentOf(workspace.labTable, entry.service, entry.terms).document : null;
  if (found === version.groups["document"]) return index;
  throw new UserError(
    `no version ${id}: entry ${index} of the log is ${found === null ? "no version" : `of ${found}`}`,
  );
}

function inLog(evidence: EvidenceReader, index: number): number {
  if (index < evidence.size) return index;
  throw new UserError(`the log has no entry ${index}; it has ${evidence.size}, the first is 0`);
}

function findBlob(evidence: EvidenceReader, blob: string): number {
  for (const { index, entry } of evidence.entries()) {
    if (blobOf(entry) === blob) return index;
  }
  throw new UserError(`no entry in the log has the text ${blob}`);
}

function findInput(evidence: EvidenceReader, id: string): number | null {
  const [name = ""] = id.split("#", 1);
  let newest: number | null = null;
  for (const { index, entry } of evidence.entries()) {
    if (entry.type !== "input") continue;
    const isNamed = `${entry.source}/${entry.name}` === name || (entry.source === "casebook" && entry.name === name);
    if (isNamed) newest = index;
  }
  return newest;
}
