import type { EvidenceReader } from "../evidence/index.ts";
import { documentOf } from "../model/index.ts";
import { UserError } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The log index that an id names: of a version (`document@index`), of the first version that has a text (SHA-256 in
 * hexadecimal), or an index itself. Throws a UserError where the log has no such entry. Needs no index.
 */
export function findEntry(workspace: Workspace, evidence: EvidenceReader, id: string): number {
  if (/^\d{1,15}$/.test(id)) return inLog(evidence, Number(id));
  if (/^[0-9a-f]{64}$/.test(id)) return findBlob(evidence, id);
  const version = /^(?<document>.+)@(?<index>\d{1,15})$/.exec(id);
  if (!version?.groups) {
    throw new UserError(`"${id}" is no version (document@index), SHA-256 of a text, or index of the log`);
  }
  const index = inLog(evidence, Number(version.groups["index"]));
  const entry = evidence.entry(index);
  const found = entry.type === "version" ? documentOf(workspace.labTable, entry.service, entry.terms).document : null;
  if (found === version.groups["document"]) return index;
  throw new UserError(`no version ${id}: entry ${index} of the log is ${found === null ? "an import" : `of ${found}`}`);
}

function inLog(evidence: EvidenceReader, index: number): number {
  if (index < evidence.size) return index;
  throw new UserError(`the log has no entry ${index}; it has ${evidence.size}, the first is 0`);
}

function findBlob(evidence: EvidenceReader, blob: string): number {
  for (const { index, entry } of evidence.entries()) {
    if (entry.type === "version" && entry.blob === blob) return index;
  }
  throw new UserError(`no version in the log has the text ${blob}`);
}
