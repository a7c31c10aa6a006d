export {
  type ChangeFilter,
  type ChangePlace,
  countChanges,
  findChange,
  type ListedChange,
  listChangeIds,
  listChanges,
  listChangesAfter,
  listRealChanges,
  listVersionChanges,
  nearChangeIds,
  type RecordedChange,
  tallyByDocument,
  tallyChanges,
  tallyRepeated,
} from "./changes.ts";
export { type ClauseSearch, findNorms, type FoundClause, MARK, searchClauses } from "./clauses.ts";
export {
  findDocument,
  findVersion,
  listCaptured,
  listDocuments,
  listSuppressed,
  listVersions,
  tallyNoise,
} from "./documents.ts";
export {
  type EvalFrame,
  type EvalRows,
  type FindingFilter,
  listAssessments,
  listComparisons,
  listFindings,
  readFinding,
  listMeasures,
  readEvalFrame,
  readEvalState,
  writeEvals,
} from "./evals.ts";
export { type Index, isIndexSound, openIndex } from "./open.ts";
export type { ChangeBodyRow, ChangeRow, ClauseRow, DocumentRow, VersionRow } from "./tables.ts";
export { type DocumentRows, type IndexState, type IndexWriter, openIndexWriter, readIndexState } from "./write.ts";
export { type DocumentContent, listClauses, scanIndex } from "./scan.ts";
