import { join } from "node:path";
import { readDeclaration, type Workspace } from "../pipeline/index.ts";
import { readTracked, type Tracked, TRACKED_FOLDER } from "../sources/index.ts";

/** What is watched in a workspace. */
export function readWatched(workspace: Workspace): Tracked[] {
  return readTracked(join(workspace.folder, TRACKED_FOLDER));
}

/** Throws a UserError where a selector of a document, today's or an earlier one, is none. */
export async function checkPages({ pages, earlier, place }: Tracked): Promise<void> {
  for (const page of [pages, ...earlier.map((one) => one.pages)].flat()) await readDeclaration(page, place);
}
