import type { MiddlewareHandler } from "hono";
import { isOfApi } from "./api/index.ts";
import { SECURITY_HEADERS } from "./headers.ts";

/** A browser that came by https once comes by nothing else for so long, in seconds: a year. */
const HTTPS_SECONDS = 365 * 24 * 60 * 60;

/**
 * Puts the headers that every answer has. `isPublic`: scripts of other sites may read the interface for programs;
 * `isSecure`: readers reach the site by https.
 */
export function securityHeaders({
  isPublic,
  isSecure,
}: {
  readonly isPublic: boolean;
  readonly isSecure: boolean;
}): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value);
    if (isSecure) context.res.headers.set("strict-transport-security", `max-age=${HTTPS_SECONDS}`);
    if (isPublic && isOfApi(new URL(context.req.url).pathname)) {
      context.res.headers.set("cross-origin-resource-policy", "cross-origin");
    }
  };
}

/** Answers to these names of the host only; null: to any. */
export function ownNamesOnly(hosts: ReadonlySet<string> | null): MiddlewareHandler {
  return async (context, next) => {
    const { hostname } = new URL(context.req.url);
    if (hosts && !hosts.has(hostname)) return context.text("This site answers to its own name only.\n", 421);
    return next();
  };
}

/** Lets through what only reads. What else may be sent has been answered before. */
export const readOnly: MiddlewareHandler = async (context, next) => {
  if (context.req.method !== "GET" && context.req.method !== "HEAD") {
    return context.text("Nothing can be sent here.\n", 405, { allow: "GET, HEAD" });
  }
  return next();
};
