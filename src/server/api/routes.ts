import { NotFound, type Page, type Route } from "../page.ts";
import { DOCUMENT_PATH, documentPage } from "./document.ts";
import { API_PATH, operationPage, patternOf } from "./operation.ts";
import { ACCOUNT_OPERATIONS, OPERATIONS } from "./operations/index.ts";
import { apiPage } from "./page.tsx";

const missing: Page = (_site, { base, address }) => {
  throw new NotFound(`There is nothing at ${address}; ${base}${API_PATH} tells what can be asked.`);
};

/** What a program may ask beside, with a token, where the site is served with accounts. */
export const API_ACCOUNT_ROUTES: readonly Route[] = ACCOUNT_OPERATIONS.map((one) => [
  patternOf(one),
  operationPage(one),
  one.action,
]);

/** The interface for programs, its document, and its page for people. */
export const API_ROUTES: readonly Route[] = [
  [API_PATH, apiPage],
  [DOCUMENT_PATH, documentPage],
  ...OPERATIONS.map((one): Route => [patternOf(one), operationPage(one)]),
  [`${API_PATH}/*`, missing],
];
