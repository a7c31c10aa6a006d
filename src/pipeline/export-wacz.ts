import { existsSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import { documentOf } from "../model/index.ts";
import { type KeptWarc, loadWacz } from "../sources/index.ts";
import { UserError } from "../std/index.ts";
import { refuseOwn } from "./refuse-own.ts";
import type { Workspace } from "./workspace.ts";

export interface WaczExport {
  /** Absolute path of the file; ends with `.wacz`. */
  readonly path: string;
  /** Only captures of this document. */
  readonly document?: string | undefined;
  /** Only captures of this day in UTC and later, "2024-01-10". */
  readonly since?: string | undefined;
  /** "Corrigible/0.1.0" */
  readonly software: string;
}

export interface WaczSummary {
  readonly path: string;
  readonly captures: number;
  readonly records: number;
  readonly pages: number;
}

/**
 * Writes the captures of the log, and what was taken from web archives, as one WACZ file. Equal logs give equal bytes. It
 * appears complete or not at all. Throws a UserError where a file is there, or where there is no such capture.
 */
export async function exportWacz(workspace: Workspace, options: WaczExport): Promise<WaczSummary> {
  const { path, software } = options;
  if (!path.endsWith(".wacz")) throw new UserError(`${path}: the name of a WACZ file ends with .wacz`);
  if (existsSync(path)) throw new UserError(`${path} is there already; name a new file`);
  refuseOwn(workspace, path);
  const evidence = openEvidence(workspace.evidence);
  const kept = findKept(evidence, workspace, options);
  if (kept.length === 0) throw new UserError(`no capture ${describe(options)}is in the log`);
  const { writeWacz } = await loadWacz();
  const building = join(dirname(path), `.${basename(path)}.partial`);
  rmSync(building, { force: true });
  try {
    const written = await writeWacz(building, readKept(evidence, kept), {
      title: "Captures of documents of AI labs",
      description: `Captures ${describe(options)}of the evidence log ${evidence.origin}, and the records that it took from web archives.`,
      created: kept.reduce((newest, { recorded }) => (recorded > newest ? recorded : newest), ""),
      software,
      more: {
        evidence: { origin: evidence.origin, entries: evidence.size, root: Buffer.from(evidence.root).toString("hex") },
      },
    });
    renameSync(building, path);
    return { path, captures: kept.length, ...written };
  } finally {
    rmSync(building, { force: true });
  }
}

const describe = ({ document, since }: Pick<WaczExport, "document" | "since">): string =>
  `${document === undefined ? "" : `of ${document} `}${since === undefined ? "" : `since ${since} `}`;

interface Kept {
  readonly blob: string;
  readonly title: string;
  /** When it was captured, and when it was recorded here. */
  readonly at: string;
  recorded: string;
}

/** The captures that are asked for, by time. Their names are the document's id and the moment. */
function findKept(evidence: EvidenceReader, { labTable }: Workspace, { document, since }: WaczExport): Kept[] {
  const kept = new Map<string, Kept>();
  const titles = new Map<string, string>();
  let unfinished: Kept[] = [];
  for (const { entry } of evidence.entries()) {
    if (entry.type === "version") {
      const { labName } = documentOf(labTable, entry.service, entry.terms);
      if (entry.origin.kind === "capture")
        titles.set(entry.origin.warc, `${labName}, ${entry.service}: ${entry.terms}`);
    } else if (entry.type === "input" && (entry.source === "capture" || entry.source === "web-archive")) {
      const [name = "", at = ""] = entry.name.split(" ");
      if ((document !== undefined && name !== document) || (since !== undefined && at < since)) continue;
      const one = { blob: entry.blob, title: name, at, recorded: at };
      kept.set(entry.blob, one);
      unfinished.push(one);
    } else if (entry.type === "import") {
      for (const one of unfinished) one.recorded = entry.recorded;
      unfinished = [];
    }
  }
  return [...kept.values()]
    .map((one) => ({ ...one, title: titles.get(one.blob) ?? one.title }))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.blob < b.blob ? -1 : 1));
}

function* readKept(evidence: EvidenceReader, kept: readonly Kept[]): Generator<KeptWarc> {
  for (const { blob, title } of kept) yield { bytes: evidence.blob(blob), title };
}
