export { findChromium } from "./browser/chromium.ts";
export * from "./casebook/index.ts";
export { type AiidFile, parseAiid } from "./aiid/parse.ts";
export { type BodsControl, toControlRelations } from "./bods/control.ts";
export { type BodsPublication, formatBods } from "./bods/format.ts";
export { type BodsFile, parseBods } from "./bods/parse.ts";
export { type BodsStatement, packageSchema } from "./bods/statement.ts";
export { type EpochFile, parseEpoch } from "./epoch/parse.ts";
export { type FmtiFile, fmtiTotals, joinFmti, parseFmti } from "./fmti/parse.ts";
export { readCsv } from "./csv.ts";
export type { Resolve } from "./http/address.ts";
export { type Capture, headerOf, type Hop, type Outcome } from "./http/exchange.ts";
export type { Fetcher, FetcherOptions, Known } from "./http/fetcher.ts";
export { formatFtm } from "./ftm/format.ts";
export { nameOfLab } from "./lab-names.ts";
export * from "./ota-git/index.ts";
export { type FileFacts, type LeftOut, newestOfTables, type TableFile, UnknownTableError } from "./table.ts";
export { type DeclaredRow, parseOtaDeclaration } from "./tracked/ota-declaration.ts";
export {
  pagesAt,
  parseTracked,
  type Reading,
  readTracked,
  SHIPPED_TRACKED_FOLDER,
  type Tracked,
  TRACKED_FOLDER,
  type TrackedPage,
} from "./tracked/tracked.ts";

export type { ArchiveSlice } from "./warc/archive-bytes.ts";
export type { Answers, FoundAnswer } from "./warc/find-answers.ts";

export {
  asOriginal,
  listAddress,
  parseEndpoint,
  parseList,
  replayAddress,
  WAYBACK_DEFAULT,
  type WaybackCapture,
} from "./wayback/wayback.ts";

/** What reads and writes web archives: loaded when it is needed. */
export const loadArchives = () => import("./warc/index.ts");
export type { KeptWarc } from "./wacz/write-wacz.ts";
export const loadWacz = () => import("./wacz/index.ts");
/** What fetches pages: loaded when it is needed, since most commands touch no network. */
export const loadHttp = () => import("./http/index.ts");
/** What renders pages made by scripts: loaded where one is met. */
export const loadBrowser = () => import("./browser/index.ts");
