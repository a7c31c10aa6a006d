import type { RanHere } from "../helpers/process.ts";
import { accounts, evidence, NOW, openWorkspace, pipeline, server } from "./product.ts";
import { PASSWORD, Visitor } from "../helpers/visitor.ts";

/** Who reviews, and is told so by the stage `audited`. */
const REVIEWER = "grace";

/** Lets the reviewer sign in where a workspace is served. */
export async function addReviewer(workspace: string): Promise<void> {
  const store = accounts.openAccounts(openWorkspace(workspace).accountsPath, () => new Date(NOW));
  const user = { name: REVIEWER, role: "reviewer", lab: null, password: PASSWORD } as const;
  await accounts.addUser(store, user, accounts.OPERATOR);
  store.database.close();
}

const CODE = {
  bearing: "concerning",
  severity: "2",
  confidence: "0.8",
  rationale: "Both versions were read.",
  counter: "A later section may cover it.",
};
const [SEE_OTHER, UNPROCESSABLE] = [303, 422];

/**
 * Serves a workspace with accounts, signs in and codes a finding by the form of its page. Ends as a command does: 0 for
 * what was taken, 2 for what the server refuses, 3 for anything else that it answers.
 */
export async function reviewOnline(
  folder: string,
  finding: string,
  now: string = NOW,
  onAcknowledged: (checkpoint: string) => void,
): Promise<RanHere> {
  const workspace = openWorkspace(folder);
  const store = accounts.openAccounts(workspace.accountsPath, () => new Date(now));
  let stderr = "";
  const onDefect = (address: string, error: unknown): void => void (stderr += `${address}: ${String(error)}\n`);
  const options = {
    port: 0,
    host: "127.0.0.1",
    publicUrl: null,
    accounts: { store, isBehindProxy: false, provider: null },
  };
  const served = await server.serveWorkspace(workspace, { ...options, onDefect });
  try {
    const visitor = new Visitor(served.url);
    const signedIn = await visitor.signIn(REVIEWER);
    if (signedIn.status !== SEE_OTHER) return { code: 3, stdout: "", stderr: `sign-in: ${await signedIn.text()}` };
    const { status } = await visitor.post(`/findings/${finding}/code`, CODE);
    if (status === SEE_OTHER) onAcknowledged(evidence.openEvidence(workspace.evidence).checkpoint);
    const code = status === SEE_OTHER ? 0 : status === UNPROCESSABLE ? 2 : 3;
    return { code, stdout: "", stderr: `${stderr}answered ${status}` };
  } finally {
    served.close();
    await served.closed;
    store.database.close();
  }
}

/** What is wrong with a workspace's accounts: the file is broken, or the audit trail has acts that the log has not. */
export function auditTrailProblem(folder: string): string | null {
  const workspace = openWorkspace(folder);
  const { database } = accounts.openAccounts(workspace.accountsPath, () => new Date(NOW));
  try {
    const [check] = Object.values(database.prepare("pragma integrity_check").get() ?? {});
    if (check !== "ok") return `accounts: ${String(check)}`;
    const told = Number(database.prepare("select count(*) as n from events where kind = 'review-act'").get()?.["n"]);
    const acts = pipeline.readReviewActs(evidence.openEvidence(workspace.evidence)).filter(({ by }) => by === REVIEWER);
    return told > acts.length ? `the audit trail has ${told} acts, the log ${acts.length}` : null;
  } finally {
    database.close();
  }
}
