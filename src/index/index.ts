export {
  type ChangeFilter,
  type ChangePlace,
  countChanges,
  findChange,
  type ListedChange,
  listChangeIds,
  listChanges,
  listChangesAfter,
  listDocumentChanges,
  listRealChanges,
  listVersionChanges,
  nearChangeIds,
  type RecordedChange,
  tallyByDocument,
  tallyChanges,
  tallyRepeated,
} from "./changes.ts";
export {
  type BesideSearch,
  type ClauseSearch,
  findBesideRules,
  findNorms,
  type FoundClause,
  MARK,
  searchClauses,
} from "./clauses.ts";
export {
  findDays,
  findDocument,
  findNeighbours,
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
  tallyFindings,
  listMeasures,
  readEvalFrame,
  readEvalState,
  readGeneration,
  writeEvals,
} from "./evals.ts";
export { type Index, isIndexSound, openIndex, removeIndex } from "./open.ts";
export { type IndexPlace, postgresPlace } from "./place.ts";
export { SCHEMA_VERSION } from "./shapes.ts";
export type { ChangeBodyRow, ChangeRow, ClauseRow, DocumentRow, VersionRow } from "./tables.ts";
export { type DocumentRows, type IndexState, type IndexWriter, openIndexWriter, readIndexState } from "./write.ts";
export { dropStage, findStage, type IndexStage, listStages, openStage, type StageState } from "./stage.ts";
export { listPublished, type PublishedDocument } from "./priorities.ts";
export { type DocumentContent, listClauses, scanIndex } from "./scan.ts";
