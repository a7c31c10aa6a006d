import { listChanges, listDocuments, listFindings } from "../../index/index.ts";
import { ALARM_CONFIDENCE } from "../../model/index.ts";
import { perSite } from "../site.ts";
import type { Examples } from "./operation.ts";

/** What this site has of each kind: the newest of what matters, where it has any. */
export const readExamples = perSite(async ({ index, evidence }): Promise<Examples> => {
  const documents = await listDocuments(index);
  const [change] = await listChanges(index, { minConfidence: ALARM_CONFIDENCE, directions: ["loosens"] }, 1);
  const document = documents.find(({ id }) => id === change?.change.document) ?? documents[0];
  const [finding] = await listFindings(index, document === undefined ? {} : { lab: document.lab });
  return {
    lab: document?.lab ?? finding?.lab ?? null,
    document: document?.id ?? null,
    version: document?.last_version ?? null,
    change: change?.change.id ?? null,
    finding: finding?.id ?? null,
    entry: evidence.size > 0 ? String(evidence.size - 1) : null,
  };
});
