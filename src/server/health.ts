import type { Context, Hono } from "hono";
import { openEvidence } from "../evidence/index.ts";
import { type IndexPlace, readIndexState } from "../index/index.ts";
import type { Workspace } from "../pipeline/index.ts";

/** What a load balancer and a supervisor ask: always there, and cheap however often it is asked. */

/** Entries that the index may be behind the log: more, and the pages show too old a state to be called ready. */
const BEHIND_MAX = 100_000;

interface Check {
  readonly ok: boolean;
  /** Why it is not, in one line. */
  readonly why?: string;
}

/** Whether the site can be served, and what cannot. */
export interface Readiness {
  readonly ready: boolean;
  readonly log: Check & { readonly entries?: number };
  readonly index: Check & { readonly entries?: number; readonly behind?: number };
}

/** Adds `/healthz` (the process answers) and `/readyz` (log readable, index of this log and not too far behind). */
export function addHealth(app: Hono, workspace: Workspace): void {
  app.get("/healthz", (context) => send(context, 200, { alive: true }));
  // Who asks while one looks gets its answer: a look may open a connection.
  let looking: Promise<Readiness> | null = null;
  app.get("/readyz", async (context) => {
    looking ??= checkReadiness(workspace).finally(() => (looking = null));
    const readiness = await looking;
    return send(context, readiness.ready ? 200 : 503, readiness);
  });
}

function send(context: Context, status: 200 | 503, value: object): Response {
  return context.json(value, status, { "cache-control": "no-store" });
}

/** Looks at the log's checkpoint and newest entry, and at what the index says it was made from. Never throws. */
export async function checkReadiness(workspace: Workspace): Promise<Readiness> {
  try {
    const evidence = openEvidence(workspace.evidence);
    const entries = evidence.size;
    if (entries > 0) evidence.entry(entries - 1);
    const log = { ok: true, entries };
    const index = await checkIndex(workspace.index, entries, (size) =>
      Buffer.from(evidence.rootAt(size)).toString("hex"),
    );
    return { ready: index.ok, log, index };
  } catch (error) {
    const log = { ok: false, why: lineOf(error) };
    return { ready: false, log, index: { ok: false, why: "the log it was made from cannot be read" } };
  }
}

async function checkIndex(
  place: IndexPlace,
  size: number,
  rootAt: (size: number) => string,
): Promise<Readiness["index"]> {
  try {
    const state = await readIndexState(place);
    if (state === null) return { ok: false, why: "no index, or one of another version; run corrigible audit" };
    const { logSize: entries, logRoot } = state;
    if (entries > size || rootAt(entries) !== logRoot) {
      return { ok: false, entries, why: "the index is of another log; run corrigible rebuild" };
    }
    const behind = size - entries;
    if (behind <= BEHIND_MAX) return { ok: true, entries, behind };
    return { ok: false, entries, behind, why: `more than ${BEHIND_MAX} entries behind the log; run corrigible audit` };
  } catch (error) {
    return { ok: false, why: lineOf(error) };
  }
}

/** What is told beyond this machine names no path of it. */
function lineOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "damaged or missing";
  return `cannot be read (${code}); the operator's log and corrigible verify say more`;
}
