export { type Resolve } from "./address.ts";
export { type Capture, headerOf, type Hop, type Outcome } from "./exchange.ts";
export { Fetcher, type FetcherOptions, type Known } from "./fetcher.ts";
export { formatWarc } from "./warc.ts";
