export { type ArchiveSlice, ArchiveError } from "./archive-bytes.ts";
export { type FoundAnswer, findAnswers } from "./find-answers.ts";
export { pageKey } from "./page-key.ts";
export { type ListedPage, listPages, type PageList } from "./page-list.ts";
export { readAnswer } from "./read-exchange.ts";
