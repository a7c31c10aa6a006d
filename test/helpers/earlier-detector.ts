import { openEvidence } from "../../src/evidence/index.ts";
import { type DocumentRows, openIndexWriter } from "../../src/index/index.ts";
import { auditDocuments } from "../../src/pipeline/audit-pool.ts";
import { readDocumentHistories } from "../../src/pipeline/document-histories.ts";
import type { Workspace } from "../../src/pipeline/index.ts";

/** A detector that is not the present one. */
export const EARLIER = "2020.1.1";

/** Leaves an audited workspace's index as if an earlier detector had read all of it, and judged as `edit` says. */
export async function readByEarlier(
  { index, evidence, labTable }: Workspace,
  edit: (rows: DocumentRows) => DocumentRows = (rows) => rows,
): Promise<void> {
  const writer = await openIndexWriter(index);
  const { state } = writer;
  if (state === null) throw new Error("nothing is indexed yet");
  for await (const read of auditDocuments(evidence, readDocumentHistories(openEvidence(evidence), labTable))) {
    if (read.kind === "failed") throw new Error(read.failure.message);
    const { document, ...rows } = edit(read.rows);
    await writer.replaceDocument({ ...rows, document: { ...document, detector: EARLIER } });
  }
  await writer.commit({ ...state, detector: EARLIER });
}
