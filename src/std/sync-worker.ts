import { fsync } from "node:fs";
import { promisify } from "node:util";
import { runAsWorker } from "synckit";

const syncOne = promisify(fsync);

/** Descriptors are the whole process's: the thread waits for files that another has open. */
export async function syncSideBySide(descriptors: readonly number[]): Promise<void> {
  const answers = await Promise.allSettled(descriptors.map((descriptor) => syncOne(descriptor)));
  const failed = answers.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

runAsWorker(syncSideBySide);
