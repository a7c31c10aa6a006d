export { type BlobIds, compareDocuments, DETECTOR_VERSION } from "./compare.ts";
export { auditHistory, type HistoryStep, type HistoryVersion } from "./history.ts";
