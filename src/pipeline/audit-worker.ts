import { parentPort, workerData } from "node:worker_threads";
import { type EvidencePlace, openEvidence } from "../evidence/index.ts";
import type { DocumentHistory } from "./document-rows.ts";
import { type NumberedHistory, readDocument, type ReadDocument, readNumbered } from "./read-document.ts";
import { textReader } from "./read-texts.ts";

/** What the worker is started with. */
export interface WorkerInput {
  readonly place: EvidencePlace;
}

/** What it is asked to read: a history, or the numbers of one, to be looked up in the log as it is then. */
export type WorkerOrder =
  | { readonly kind: "history"; readonly history: DocumentHistory }
  | { readonly kind: "numbered"; readonly history: NumberedHistory };

if (!parentPort) throw new Error("audit-worker.ts runs as a worker thread");
const port = parentPort;
const { place } = workerData as WorkerInput;
const read = textReader(openEvidence(place));

function answer(order: WorkerOrder): ReadDocument {
  if (order.kind === "history") return readDocument(order.history, read);
  return readNumbered(order.history, () => openEvidence(place), read);
}

port.on("message", (order: WorkerOrder) => port.postMessage(answer(order)));
