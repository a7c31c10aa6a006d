import type { Page } from "../page.ts";

/** What changed lately that matters, and the six evals of every lab. */
export const frontPage: Page = () => ({
  title: "Corrigible",
  description: "What AI labs changed, promised and did, with proof.",
  body: <h1>Overview</h1>,
});
