import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { takeLock, UserError, writeDurable } from "../../std/index.ts";
import type { Workspace } from "../workspace.ts";

const planSchema = z.strictObject({
  /** The detector that reads. */
  detector: z.string(),
  /** Document → why it could not be read, or null; in the order in which they are read. */
  documents: z.array(z.tuple([z.string(), z.string().nullable()])),
});

/** What is to be read again, in `state/reprocess/plan.json`. The rows themselves lie in a stage beside the index. */
export interface Plan {
  readonly detector: string;
  /** In the order in which they are read: document → why it could not be read; null where nothing stood in the way. */
  readonly documents: ReadonlyMap<string, string | null>;
}

/** Name of the stage that holds the rows. */
export const STAGE = "reprocess";

const folderOf = ({ stateDir }: Workspace): string => join(stateDir, "reprocess");
const planPath = (workspace: Workspace): string => join(folderOf(workspace), "plan.json");

/** Runs a job that writes plan or stage, alone. Throws a UserError while another process does. */
export async function withPlanLocked<T>(workspace: Workspace, job: () => Promise<T>): Promise<T> {
  const lock = takeLock(join(folderOf(workspace), "lock"), "reprocess");
  try {
    return await job();
  } finally {
    lock.release();
  }
}

/** The plan of a workspace; null where nothing is to be read again. */
export function readPlan(workspace: Workspace): Plan | null {
  const path = planPath(workspace);
  if (!existsSync(path)) return null;
  try {
    const { detector, documents } = planSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return { detector, documents: new Map(documents) };
  } catch (cause) {
    throw new UserError(`${path} cannot be read; give it up with corrigible reprocess discard`, undefined, { cause });
  }
}

export function writePlan(workspace: Workspace, { detector, documents }: Plan): void {
  const bytes = Buffer.from(JSON.stringify({ detector, documents: [...documents] }));
  writeDurable({ path: planPath(workspace), bytes }, folderOf(workspace));
}

export function removePlan(workspace: Workspace): void {
  rmSync(planPath(workspace), { force: true });
}
