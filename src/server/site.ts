import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import { type EvalFrame, type Index, openIndex, readEvalFrame, readEvalState, readIndexState } from "../index/index.ts";
import { DETECTOR_VERSION } from "../model/index.ts";
import { tripwiresPath, type Workspace } from "../pipeline/index.ts";
import { canonicalJson } from "../std/index.ts";
import { fileOf } from "./publish/addresses.ts";

/** What pages are made from: one state of one workspace. Another audit makes another site. */
export interface Site {
  readonly workspace: Workspace;
  readonly index: Index;
  readonly evidence: EvidenceReader;
  /** The day that counts as today, and the labs that anything is known of. */
  readonly frame: EvalFrame;
  /** Names the state: equal versions show equal pages. Hexadecimal. */
  readonly version: string;
  /** Root of the log in hexadecimal. */
  readonly root: string;
  /** Address under which readers reach the site, without a slash at the end; null: only on this machine. */
  readonly publicUrl: string | null;
  /** Whether the pages go into a folder of files: no server answers filters then, and lists are longer. */
  readonly isCopy: boolean;
}

/** Where readers reach an address of the site for good; without a public address the address itself. */
export function permanentLink({ publicUrl, isCopy }: Site, address: string): string {
  if (publicUrl === null) return address;
  return isCopy ? `${publicUrl}/${fileOf(address)}` : `${publicUrl}${address}`;
}

/** Gives the site as it is now. */
export interface SiteSource {
  current(): Promise<Site>;
  /** Opens it anew: the log has grown though the index has not. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** How long pages that were being made when the index was replaced may still read the old one, in milliseconds. */
const OLD_INDEX_MS = 30_000;

/** Opens a workspace for the pages. Throws a UserError where no audit has made an index. */
export async function openSiteSource(
  workspace: Workspace,
  publicUrl: string | null,
  isCopy = false,
): Promise<SiteSource> {
  let { site, mark } = await openSite(workspace, publicUrl, isCopy);
  let renewing: Promise<Site> | null = null;

  const renew = async (): Promise<Site> => {
    const old = site;
    ({ site, mark } = await openSite(workspace, publicUrl, isCopy));
    setTimeout(() => void old.index.close(), OLD_INDEX_MS).unref();
    return site;
  };
  const renewOnce = (): Promise<Site> => {
    renewing ??= renew().finally(() => (renewing = null));
    return renewing;
  };
  return {
    async current() {
      if (renewing) return renewing;
      const { index } = site;
      const now = await markOf(workspace, index);
      // While this one looked, another request may have renewed the site.
      if (renewing) return renewing;
      return index !== site.index || now === mark ? site : renewOnce();
    },
    async renew() {
      // One that is under way may have read the log before it grew.
      await renewing;
      await renewOnce();
    },
    close: () => site.index.close(),
  };
}

/** Changes with the index and with the file of tripwires. */
async function markOf(workspace: Workspace, index: Index): Promise<string> {
  const wires = statSync(tripwiresPath(workspace), { throwIfNoEntry: false });
  return `${await index.dataVersion()} ${wires?.ino} ${wires?.mtimeMs} ${wires?.size}`;
}

/** The file of tripwires as it stands, to tell one state of the site from another; null where there is none. */
function readWires(workspace: Workspace): string | null {
  try {
    return readFileSync(tripwiresPath(workspace)).toString("latin1");
  } catch {
    return null;
  }
}

async function openSite(
  workspace: Workspace,
  publicUrl: string | null,
  isCopy: boolean,
): Promise<{ readonly site: Site; readonly mark: string }> {
  const index = await openIndex(workspace.index);
  // First of all: what is committed while the rest is read makes another site.
  const mark = await markOf(workspace, index);
  const evidence = openEvidence(workspace.evidence);
  const state = [
    await readIndexState(workspace.index),
    await readEvalState(workspace.index),
    DETECTOR_VERSION,
    publicUrl,
    isCopy,
    evidence.checkpoint,
    readWires(workspace),
  ];
  const site = {
    workspace,
    index,
    evidence,
    frame: await readEvalFrame(index),
    version: createHash("sha256").update(canonicalJson(state)).digest("hex"),
    root: Buffer.from(evidence.root).toString("hex"),
    publicUrl,
    isCopy,
  };
  return { site, mark };
}

/** What is made from a site once and kept as long as the site: `const promises = perSite(readPromises)`. */
export function perSite<T>(make: (site: Site) => T): (site: Site) => T {
  const known = new WeakMap<Site, { readonly value: T }>();
  return (site) => {
    let kept = known.get(site);
    if (!kept) known.set(site, (kept = { value: make(site) }));
    return kept.value;
  };
}
