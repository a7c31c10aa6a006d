import type { Operation } from "../operation.ts";
import { getChange, getChanges } from "./changes.ts";
import { getDocument, getDocuments, getLab, getVersion, getVersions, listLabs } from "./documents.ts";
import { getEntries, getEntry } from "./evidence.ts";
import { getCard, getEvals, getFinding, getFindings, getMeasures } from "./findings.ts";
import { getLedgers } from "./ledgers.ts";

/** Everything that a program can ask, in the order in which it is told. */
export const OPERATIONS: readonly Operation[] = [
  listLabs,
  getLab,
  getDocuments,
  getDocument,
  getVersions,
  getVersion,
  getChanges,
  getChange,
  getFindings,
  getFinding,
  getMeasures,
  getEvals,
  getCard,
  ...getLedgers,
  getEntries,
  getEntry,
] as readonly unknown[] as readonly Operation[];
