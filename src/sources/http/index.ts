export { checkUrl, guardedLookup, systemResolve } from "./address.ts";
export { Fetcher } from "./fetcher.ts";
export { readHops } from "./read-capture.ts";
export { formatWarc } from "./warc.ts";
