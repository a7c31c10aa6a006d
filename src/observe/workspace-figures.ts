import { existsSync } from "node:fs";
import { Journal } from "../alerts/index.ts";
import { type EvidenceReader, openEvidence } from "../evidence/index.ts";
import { openIndex, readIndexState, tallyFindings } from "../index/index.ts";
import { journalPath, type Workspace } from "../pipeline/index.ts";

/** Figures of a workspace as it stands; null for what cannot be read. */
export interface WorkspaceFigures {
  readonly entries: number | null;
  /** Unix time in seconds. */
  readonly newest: number | null;
  readonly behind: number | null;
  readonly tracked: number | null;
  readonly due: number | null;
  readonly findings: Readonly<Record<string, number>> | null;
  /** Alerts for receivers by state: waiting, delivered, dead, withdrawn. */
  readonly deliveries: Readonly<Record<string, number>> | null;
}

/** Reads the figures of a workspace: a few files and two counts. Never throws. */
export async function readWorkspaceFigures(
  workspace: Workspace,
  watched: () => { readonly tracked: number; readonly due: number },
): Promise<WorkspaceFigures> {
  const evidence = await orNull(() => openEvidence(workspace.evidence));
  const indexed = await orNull(async () => (await readIndexState(workspace.index))?.logSize ?? null);
  const documents = await orNull(watched);
  return {
    entries: evidence?.size ?? null,
    newest: evidence && (await orNull(() => newestTime(evidence))),
    behind: evidence && indexed !== null ? evidence.size - indexed : null,
    tracked: documents?.tracked ?? null,
    due: documents?.due ?? null,
    findings: await orNull(() => readFindings(workspace)),
    deliveries: await orNull(() => readDeliveries(workspace)),
  };
}

async function orNull<T>(read: () => T | Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}

/** Entries looked at from the end for one that says when it was recorded: every command ends with such a one. */
const LOOK_BACK = 16;

function newestTime(evidence: EvidenceReader): number | null {
  const { size } = evidence;
  for (let at = size - 1; at >= Math.max(0, size - LOOK_BACK); at--) {
    const one = evidence.entry(at);
    if (one.type === "import") return Date.parse(one.recorded) / 1000;
  }
  return null;
}

async function readFindings(workspace: Workspace): Promise<Record<string, number>> {
  const index = await openIndex(workspace.index);
  try {
    return await tallyFindings(index);
  } finally {
    await index.close();
  }
}

/** Null where no tripwire has ever run: looking must not make the file. */
function readDeliveries(workspace: Workspace): Record<string, number> | null {
  const path = journalPath(workspace);
  if (!existsSync(path)) return null;
  const journal = new Journal(path);
  try {
    const counts: Record<string, number> = {};
    for (const { state, count } of journal.tally()) counts[state] = (counts[state] ?? 0) + count;
    return counts;
  } finally {
    journal.close();
  }
}
