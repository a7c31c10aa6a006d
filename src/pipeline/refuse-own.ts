import { dirname, sep } from "node:path";
import { UserError } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Throws a UserError for a folder among the workspace's own: what is written there would be, to `verify`, files of
 * someone else's; below `state/` it would not stay. `folder` is absolute.
 */
export function refuseOwn(workspace: Workspace, folder: string): void {
  const { evidenceDir, keysDir, stateDir, indexDir, accountsPath } = workspace;
  for (const own of [evidenceDir, keysDir, stateDir, indexDir, dirname(accountsPath)]) {
    const isWithin = `${folder}${sep}`.startsWith(`${own}${sep}`);
    const isAbove = `${own}${sep}`.startsWith(`${folder}${sep}`);
    if (isWithin) throw new UserError(`${folder} lies in ${own}, which is the workspace's own; give another folder`);
    if (isAbove) throw new UserError(`${folder} holds the workspace itself; give another folder`);
  }
}
