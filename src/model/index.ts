export { annotate } from "./annotation.ts";
export * from "./amount.ts";
export * from "./assessment.ts";
export {
  CASEBOOK_TYPES,
  type CasebookRecord,
  casebookRecordSchema,
  type CasebookType,
  fieldsOf,
} from "./casebook-record.ts";
export * from "./casebook-series.ts";
export * from "./casebook-words.ts";
export * from "./change.ts";
export * from "./change-words.ts";
export * from "./claim.ts";
export * from "./clause.ts";
export * from "./coded-change.ts";
export * from "./control-relation.ts";
export * from "./dated.ts";
export * from "./default-lab-table.ts";
export * from "./entry.ts";
export * from "./evals.ts";
export * from "./finding.ts";
export * from "./incident.ts";
export * from "./indicator.ts";
export * from "./lab-event.ts";
export * from "./lab-table.ts";
export * from "./measure.ts";
export * from "./method-versions.ts";
export * from "./norm.ts";
export * from "./oversight-attempt.ts";
export * from "./period.ts";
export * from "./promise.ts";
export * from "./series-point.ts";
export * from "./slug.ts";
export * from "./source.ts";
export { captureName, type DocumentCapture, parseCaptureName } from "./document-capture.ts";
export { actorName, type Codes, type ReviewAct, reviewAct, reviewActFields } from "./review-act.ts";
