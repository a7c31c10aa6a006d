import { dropStage, SCHEMA_VERSION } from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import { forgetJobs, openQueue, type Queue, type QueuePlace, type Role } from "../queue/index.ts";
import { UserError } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

/** Null where the index is in no database that machines can share. */
const queuePlace = ({ index }: Workspace): QueuePlace | null =>
  index.kind === "postgres" ? { url: index.url, schema: `${index.schema}_jobs` } : null;

/** Opens the workspace's queue. Throws a UserError where its index is in no database that machines can share. */
export async function openWorkspaceQueue(workspace: Workspace, role: Role): Promise<Queue> {
  const place = queuePlace(workspace);
  if (place === null)
    throw new UserError("workers share a PostgreSQL database; name it with CORRIGIBLE_DATABASE=postgres://…");
  // Workers of another release read otherwise, or into other tables.
  return openQueue(place, `${DETECTOR_VERSION}-${SCHEMA_VERSION}`, role);
}

/** Removes the stage of a name, and the jobs of it that nobody has begun: nobody waits for them any more. */
export async function forgetStage(workspace: Workspace, name: string): Promise<void> {
  await dropStage(workspace.index, name);
  const place = queuePlace(workspace);
  if (place !== null) await forgetJobs(place, name);
}
