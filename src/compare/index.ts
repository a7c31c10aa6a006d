export { type BlobIds, compareDocuments, DETECTOR_VERSION } from "./compare.ts";
export { classify, type DocumentKind, documentKind } from "./classify.ts";
export { auditHistory, type HistoryStep, type HistoryVersion } from "./history.ts";
