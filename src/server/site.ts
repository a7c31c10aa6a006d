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
  let mark = markOf(workspace);
  let site = await openSite(workspace, publicUrl, isCopy);
  let data = site.index.dataVersion();
  let renewing: Promise<Site> | null = null;

  const renew = async (): Promise<Site> => {
    const old = site;
    const nextMark = markOf(workspace);
    site = await openSite(workspace, publicUrl, isCopy);
    mark = nextMark;
    data = site.index.dataVersion();
    setTimeout(() => void old.index.close(), OLD_INDEX_MS).unref();
    return site;
  };
  return {
    async current() {
      if (renewing) return renewing;
      if (markOf(workspace) === mark && site.index.dataVersion() === data) return site;
      renewing = renew().finally(() => (renewing = null));
      return renewing;
    },
    close: () => site.index.close(),
  };
}

/** Another file in the index's place has another mark: `rebuild` makes it anew. So has another file of tripwires. */
function markOf(workspace: Workspace): string {
  const { ino, birthtimeMs } = statSync(workspace.indexPath, { throwIfNoEntry: false }) ?? { ino: 0, birthtimeMs: 0 };
  const wires = statSync(tripwiresPath(workspace), { throwIfNoEntry: false });
  return `${ino} ${birthtimeMs} ${wires?.ino} ${wires?.mtimeMs} ${wires?.size}`;
}

/** The file of tripwires as it stands, to tell one state of the site from another; null where there is none. */
function readWires(workspace: Workspace): string | null {
  try {
    return readFileSync(tripwiresPath(workspace)).toString("latin1");
  } catch {
    return null;
  }
}

async function openSite(workspace: Workspace, publicUrl: string | null, isCopy: boolean): Promise<Site> {
  const index = await openIndex(workspace.indexPath);
  const evidence = openEvidence(workspace.evidenceDir);
  const state = [
    readIndexState(workspace.indexPath),
    readEvalState(workspace.indexPath),
    DETECTOR_VERSION,
    publicUrl,
    isCopy,
    evidence.checkpoint,
    readWires(workspace),
  ];
  return {
    workspace,
    index,
    evidence,
    frame: await readEvalFrame(index),
    version: createHash("sha256").update(canonicalJson(state)).digest("hex"),
    root: Buffer.from(evidence.root).toString("hex"),
    publicUrl,
    isCopy,
  };
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
