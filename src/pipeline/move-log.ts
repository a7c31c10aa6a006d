import { existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { describePlace, isSamePlace, moveEvidence } from "../evidence/index.ts";
import { syncFolders, UserError, writeDurable } from "../std/index.ts";
import type { Progress } from "./progress.ts";
import type { StoreSettings } from "./workspace-settings.ts";
import { placeInStore, readKeys, type ReadSecret, SETTINGS_FILE, type Workspace } from "./workspace.ts";

export interface LogMoved {
  readonly from: string;
  readonly to: string;
  /** Files of the log beside its checkpoint; 0: an interrupted move was completed. */
  readonly files: number;
  /** Those that were not there yet. */
  readonly copied: number;
  /** Where the folder of the log is now that it is no longer used; null: it was none. */
  readonly kept: string | null;
}

/**
 * Moves a workspace's log into a store, or (`to` null) back into its folder, and changes the settings. What was the log
 * before stays as it is, and cannot be added to by mistake. Throws a UserError where the copy has a problem.
 */
export function moveLog(
  workspace: Workspace,
  to: StoreSettings | null,
  { secret, onProgress }: { readonly secret: ReadSecret; readonly onProgress: Progress },
): LogMoved {
  const { evidence: from, evidenceDir, folder, stateDir, vkey } = workspace;
  const place = to === null ? evidenceDir : placeInStore(folder, to, readKeys(secret));
  if (isSamePlace(place, from)) throw new UserError(`the log is in ${describePlace(from)} already`);
  let kept: string | null = null;
  const counts = moveEvidence({
    from,
    to: place,
    vkey,
    stateDir,
    onProgress: (done, total) => onProgress({ what: "copying files", done, total }),
    switchOver() {
      changeStore(folder, stateDir, to);
      if (typeof from === "string") kept = putAside(from, folder);
    },
  });
  return { from: describePlace(from), to: describePlace(place), ...counts, kept };
}

/** Changes where the log lies (null: in the folder), and leaves the rest of the settings as their owner wrote them. */
export function changeStore(folder: string, tempDir: string, store: StoreSettings | null): void {
  const path = join(folder, SETTINGS_FILE);
  const document = parseDocument(readFileSync(path, "utf8"));
  if (store === null) document.delete("store");
  else document.set("store", store);
  writeDurable({ path, bytes: Buffer.from(document.toString({ lineWidth: 0 })) }, tempDir);
}

/** Renames the folder of a log that has gone elsewhere, so that nobody adds to it by mistake. */
function putAside(dir: string, folder: string): string {
  for (let nth = 1; ; nth++) {
    const aside = `${dir}-moved${nth === 1 ? "" : `-${nth}`}`;
    if (existsSync(aside)) continue;
    renameSync(dir, aside);
    syncFolders([folder]);
    return aside;
  }
}
