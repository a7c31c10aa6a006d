import { type EvidenceReader, type EvidenceWriter } from "../evidence/index.ts";
import type { Finding, ReviewAct, ReviewState } from "../model/index.ts";
import { refusalOf, reviewOf } from "../review/index.ts";
import { UserError } from "../std/index.ts";
import { formatAct, type LoggedAct, parseAct, refuseOtherKey } from "./signed-acts.ts";
import { withWriter } from "./with-writer.ts";
import type { Workspace } from "./workspace.ts";

const SOURCE = "review";

/** The acts on a finding that the log holds, in its order; by default those on all. */
export function readReviewActs(evidence: EvidenceReader, finding?: string): LoggedAct[] {
  const acts: LoggedAct[] = [];
  for (const { entry } of evidence.entries()) {
    if (entry.type !== "input" || entry.source !== SOURCE) continue;
    if (finding !== undefined && !entry.name.startsWith(`${finding}/`)) continue;
    acts.push(parseAct(evidence.blob(entry.blob)));
  }
  return acts;
}

/**
 * Records what a person does with a finding, under the log's lock, so that of two who act at once the second sees the
 * first; gives the state after it. `signerKey`: of the name that acts. Throws a UserError where the act cannot follow what was done before, or the key
 * is not the one of that name.
 */
export function recordReviewAct(
  workspace: Workspace,
  finding: Finding,
  act: ReviewAct,
  signerKey?: string,
): ReviewState {
  refuseOtherKey(act.by, signerKey, workspace.reviewers);
  return withWriter(workspace, (writer) => append(writer, finding, act, formatAct(act, signerKey)));
}

function append(writer: EvidenceWriter, finding: Finding, act: ReviewAct, bytes: Buffer): ReviewState {
  const before = readReviewActs(writer, finding.id);
  const refusal = refusalOf(reviewOf(before, finding), act);
  if (refusal !== null) throw new UserError(`finding ${finding.id}: ${refusal}`);
  const [blob = ""] = writer.putBlobs([bytes]);
  const name = `${finding.id}/${before.length}`;
  writer.append([
    { type: "input", source: SOURCE, name, blob, size: bytes.byteLength },
    { type: "import", source: SOURCE, inputs: 1, recorded: act.at },
  ]);
  return reviewOf([...before, act], finding).state;
}
