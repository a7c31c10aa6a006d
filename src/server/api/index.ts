import { cors } from "hono/cors";

export { API_PATH } from "./operation.ts";
export { isOfApi, renderApiProblem } from "./problem.ts";

/** How long a browser may remember that other sites may read, in seconds. */
const CORS_AGE_SECONDS = 24 * 60 * 60;

/** Lets the scripts of any site read: nothing here is anyone's own, and no cookie goes along. */
export const apiCors = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD"],
  allowHeaders: ["if-none-match"],
  exposeHeaders: ["etag", "link"],
  maxAge: CORS_AGE_SECONDS,
});
