export { checkUrl, guardedLookup, systemResolve } from "./address.ts";
export { Fetcher } from "./fetcher.ts";
export { formatWarc } from "./warc.ts";
