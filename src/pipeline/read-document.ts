import type { ParsedDocument } from "../clauses/index.ts";
import type { EvidenceReader } from "../evidence/index.ts";
import type { DocumentRows } from "../index/index.ts";
import { type FailureCode, UserError } from "../std/index.ts";
import { nameHistory } from "./document-histories.ts";
import { type DocumentHistory, type LoggedVersion, makeDocumentRows } from "./document-rows.ts";

/** Why a document could not be read: plain data, since errors lose their class between threads and processes. */
export interface Failure {
  /** One line for the user, or the stack of a defect of ours. */
  readonly message: string;
  /** Null for a defect of ours. */
  readonly exitCode: FailureCode | null;
}

/** What became of a document that was to be read. */
export type ReadDocument =
  | { readonly kind: "rows"; readonly rows: DocumentRows }
  | { readonly kind: "failed"; readonly document: string; readonly failure: Failure };

/** Audits one document. Never throws: what stands in its way is in the answer. */
export function readDocument(history: DocumentHistory, read: (blob: string) => ParsedDocument): ReadDocument {
  try {
    return { kind: "rows", rows: makeDocumentRows(history, read) };
  } catch (error) {
    return { kind: "failed", document: history.document, failure: toFailure(error) };
  }
}

/** A history whose entries are to be looked up in the log: the indexes of its versions, and its name. */
export interface NumberedHistory extends Omit<DocumentHistory, "versions"> {
  readonly versions: readonly number[];
  readonly history: string;
}

/** As {@link readDocument}. What `open` cannot open, and a log that has not got so far, are failures like others. */
export function readNumbered(
  numbered: NumberedHistory,
  open: () => EvidenceReader,
  read: (blob: string) => ParsedDocument,
): ReadDocument {
  try {
    const history = lookUp(open(), numbered);
    if (nameHistory(history) !== numbered.history)
      throw new UserError(`the log, as it is here, holds another history of ${numbered.document} than was asked for`);
    return readDocument(history, read);
  } catch (error) {
    return { kind: "failed", document: numbered.document, failure: toFailure(error) };
  }
}

function lookUp(log: EvidenceReader, { document, lab, labName, versions }: NumberedHistory): DocumentHistory {
  const logged = versions.map((index): LoggedVersion => {
    const entry = log.entry(index);
    if (entry.type !== "version") throw new Error(`entry ${index} of the log is no version of ${document}`);
    return { index, entry };
  });
  return { document, lab, labName, versions: logged };
}

function toFailure(error: unknown): Failure {
  if (error instanceof UserError) return { message: error.message, exitCode: error.exitCode };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: null };
}

/** The error that a failure was. */
export function toError({ message, exitCode }: Failure): Error {
  return exitCode === null ? new Error(message) : new UserError(message, exitCode);
}
