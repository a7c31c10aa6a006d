import { NotFound, type Page, type Route } from "../page.ts";
import { DOCUMENT_PATH, documentPage } from "./document.ts";
import { API_BASE, API_PATH, operationPage } from "./operation.ts";
import { OPERATIONS } from "./operations/index.ts";
import { apiPage } from "./page.tsx";

const missing: Page = (_site, { base, address }) => {
  throw new NotFound(`There is nothing at ${address}; ${base}${API_PATH} tells what can be asked.`);
};

/** The interface for programs, its document, and its page for people. */
export const API_ROUTES: readonly Route[] = [
  [API_PATH, apiPage],
  [DOCUMENT_PATH, documentPage],
  ...OPERATIONS.map((one): Route => [API_BASE + one.path.replaceAll(/\{(\w+)\}/g, ":$1"), operationPage(one)]),
  [`${API_PATH}/*`, missing],
];
