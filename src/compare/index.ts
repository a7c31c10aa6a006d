export { type BlobIds, compareDocuments } from "./compare.ts";
export { classify, type DocumentKind, documentKind } from "./classify.ts";
export { auditHistory, type HistoryStep } from "./history.ts";
export { REASON_WORDS } from "./reason-words.ts";
export { speaksAgainst } from "./speaks-against.ts";
