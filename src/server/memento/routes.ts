import type { Route } from "../page.ts";
import { MEMENTO, TIMEGATE, TIMEMAP_JSON, TIMEMAP_LINK } from "./links.ts";
import { jsonMapPage, linkMapPage, mementoPage, timegatePage } from "./pages.ts";

/** The history of watched pages and of documents by time, as Memento (RFC 7089). */
export const MEMENTO_ROUTES: readonly Route[] = [
  [`${TIMEGATE}*`, timegatePage],
  [`${TIMEMAP_LINK}*`, linkMapPage],
  [`${TIMEMAP_JSON}*`, jsonMapPage],
  [`${MEMENTO}*`, mementoPage],
];
