import type { Operation, WriteOperation } from "../operation.ts";
import { getAccount, getSecurityEvents, postAct } from "./accounts.ts";
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

/** What a program can ask with a token, where the site is served with accounts. */
export const ACCOUNT_OPERATIONS = [getAccount, getSecurityEvents] as readonly unknown[] as readonly (Operation &
  Required<Pick<Operation, "action">>)[];

/** What a program can have done with a token. */
export const WRITE_OPERATIONS: readonly WriteOperation[] = [postAct];
