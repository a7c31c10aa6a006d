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
export { parseTracked, readTracked, type Tracked, TRACKED_FOLDER } from "./tracked/tracked.ts";

/** What fetches pages: loaded when it is needed, since most commands touch no network. */
export const loadHttp = () => import("./http/index.ts");
