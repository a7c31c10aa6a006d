import { openEvidence } from "../evidence/index.ts";
import { listFindings, openIndex } from "../index/index.ts";
import type { Finding } from "../model/index.ts";
import { type LoggedAct, readReviewActs, type Workspace } from "../pipeline/index.ts";
import { nearNames, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { withIndex } from "./open-index.ts";

/** The acts on one finding, or all, as the log holds them now. */
export function readActs(workspace: Workspace, finding?: string): LoggedAct[] {
  return readReviewActs(openEvidence(workspace.evidence), finding);
}

/** All findings of the index, newest first. */
export function readFindings(context: Context, workspace: Workspace): Promise<Finding[]> {
  return withIndex(context, workspace, (index) => listFindings(index, {}));
}

/** As {@link readFindings}, without a word on an index that is behind: the acts themselves bring it behind. */
async function readQuietly(workspace: Workspace): Promise<Finding[]> {
  const index = await openIndex(workspace.index);
  try {
    return await listFindings(index, {});
  } finally {
    await index.close();
  }
}

/** The finding of an id, or of what it begins with. Throws a UserError where there is none, or more than one. */
export async function findFinding(workspace: Workspace, id: string): Promise<Finding> {
  const all = await readQuietly(workspace);
  const found = /^[0-9a-f]{4,16}$/.test(id) ? all.filter((one) => one.id.startsWith(id)) : [];
  const [first, second] = found;
  if (first && !second) return first;
  if (second) throw new UserError(`${found.length} findings begin with ${id}; give more of the id`);
  const near = nearNames(
    id,
    all.map((one) => one.id),
  );
  throw new UserError(
    `no finding "${id}"${near.length > 0 ? `; did you mean ${near.join(", ")}?` : "; corrigible review list gives the ids"}`,
  );
}
