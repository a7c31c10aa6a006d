export { Fetcher } from "./fetcher.ts";
export { formatWarc } from "./warc.ts";
