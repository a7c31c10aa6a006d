import { parentPort, workerData } from "node:worker_threads";
import type { Workspace } from "../../pipeline/index.ts";
import { openRenderer, type Written } from "./render.ts";
import type { Target } from "./resolve.ts";

/** What the thread is started with. */
export interface WorkerInput {
  readonly workspace: Workspace;
  readonly folder: string;
  readonly publicUrl: string | null;
}

/** What it answers to each list of targets. */
export type WorkerAnswer =
  | { readonly kind: "done"; readonly written: readonly Written[]; readonly found: readonly Target[] }
  | { readonly kind: "failed"; readonly message: string };

if (!parentPort) throw new Error("worker.ts runs as a worker thread");
const port = parentPort;
const { workspace, folder, publicUrl } = workerData as WorkerInput;
const opening = openRenderer(workspace, folder, publicUrl);

port.on("message", (targets: readonly Target[]) => void answer(targets).then((one) => port.postMessage(one)));

async function answer(targets: readonly Target[]): Promise<WorkerAnswer> {
  try {
    return { kind: "done", ...(await (await opening).render(targets)) };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}
