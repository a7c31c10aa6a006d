import { type EvidenceReader, type EvidenceWriter, openEvidenceWriter } from "../evidence/index.ts";
import { type Finding, type ReviewAct, reviewAct } from "../model/index.ts";
import { refusalOf, reviewOf } from "../review/index.ts";
import { canonicalJson, UserError } from "../std/index.ts";
import type { Workspace } from "./workspace.ts";

const SOURCE = "review";

/** All acts that the log holds, in its order. */
export function readReviewActs(evidence: EvidenceReader): ReviewAct[] {
  const acts: ReviewAct[] = [];
  for (const { entry } of evidence.entries()) {
    if (entry.type !== "input" || entry.source !== SOURCE) continue;
    acts.push(reviewAct.parse(JSON.parse(Buffer.from(evidence.blob(entry.blob)).toString())));
  }
  return acts;
}

/**
 * Records what a person does with a finding, under the log's lock, so that of two who act at once the second sees the
 * first. Throws a UserError where the act cannot follow what was done before.
 */
export function recordReviewAct(
  { evidenceDir: dir, keysDir, stateDir }: Workspace,
  finding: Finding,
  act: ReviewAct,
): void {
  const writer = openEvidenceWriter({ dir, keysDir, stateDir });
  try {
    append(writer, finding, act);
  } catch (error) {
    writer.discardUnreferenced();
    throw error;
  } finally {
    writer.close();
  }
}

function append(writer: EvidenceWriter, finding: Finding, act: ReviewAct): void {
  const before = readReviewActs(writer).filter((one) => one.finding === finding.id);
  const refusal = refusalOf(reviewOf(before, finding), act);
  if (refusal !== null) throw new UserError(`finding ${finding.id}: ${refusal}`);
  const bytes = Buffer.from(canonicalJson(act));
  const [blob = ""] = writer.putBlobs([bytes]);
  const name = `${finding.id}/${before.length}`;
  writer.append([
    { type: "input", source: SOURCE, name, blob, size: bytes.byteLength },
    { type: "import", source: SOURCE, inputs: 1, recorded: act.at },
  ]);
}
