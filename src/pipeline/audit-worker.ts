import { parentPort, workerData } from "node:worker_threads";
import { openEvidence } from "../evidence/index.ts";
import type { DocumentRows } from "../index/index.ts";
import { type FailureCode, UserError } from "../std/index.ts";
import { type DocumentHistory, makeDocumentRows } from "./document-rows.ts";
import { textReader } from "./read-texts.ts";

/** What the worker is started with. */
export interface WorkerInput {
  readonly evidenceDir: string;
}

/** What it answers for each document's history; errors lose their class between threads. */
export type WorkerAnswer =
  | { readonly kind: "rows"; readonly rows: DocumentRows }
  | { readonly kind: "refused"; readonly message: string; readonly exitCode: FailureCode };

if (!parentPort) throw new Error("audit-worker.ts runs as a worker thread");
const port = parentPort;
const { evidenceDir } = workerData as WorkerInput;
const read = textReader(openEvidence(evidenceDir));

port.on("message", (history: DocumentHistory) => port.postMessage(answer(history)));

function answer(history: DocumentHistory): WorkerAnswer {
  try {
    return { kind: "rows", rows: makeDocumentRows(history, read) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "refused", message: error.message, exitCode: error.exitCode };
  }
}
