import { cors } from "hono/cors";

export { API_PATH, patternOf, type WriteOperation } from "./operation.ts";
export { takeWrite } from "./take-write.ts";
export { isOfApi, renderApiProblem } from "./problem.ts";

/** How long a browser may remember that other sites may read, in seconds. */
const CORS_AGE_SECONDS = 24 * 60 * 60;

/**
 * Lets the scripts of any site read what is public. What is somebody's own takes a token in a header that browsers let no
 * other site's script send, and no cookie goes along.
 */
export const apiCors = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD"],
  allowHeaders: ["if-none-match"],
  exposeHeaders: ["etag", "link"],
  maxAge: CORS_AGE_SECONDS,
});
