import type { CasebookRecord } from "../model/index.ts";
import { type Casebook, formatProblem } from "../sources/index.ts";
import { canonicalJson, type Clock, UserError } from "../std/index.ts";
import { recordInputs, type RecordSummary } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Records each record of a casebook in the evidence log as its canonical JSON, under its id. Throws a UserError for a
 * casebook with errors: half of it is no evidence.
 */
export function importCasebook(
  workspace: Workspace,
  { records, problems, untold }: Casebook,
  clock: Clock,
): RecordSummary {
  const [first] = problems;
  if (first !== undefined) {
    const others = problems.length + untold - 1;
    const more = others === 0 ? "" : ` (and ${others} more; see corrigible casebook lint)`;
    throw new UserError(`${formatProblem(first)}${more}`);
  }
  return recordInputs(workspace, "casebook", records.map(toInput), clock);
}

function toInput(record: CasebookRecord): { readonly name: string; readonly bytes: Uint8Array } {
  return { name: record.id, bytes: new TextEncoder().encode(canonicalJson(record)) };
}
