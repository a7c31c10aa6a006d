import { randomBytes } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";

/** A request that was answered, for the operator's log and figures. */
export interface ServedRequest {
  /** Names this request: it is in the header `x-request-id` of the answer too. */
  readonly id: string;
  readonly method: string;
  /** The pattern that answered: `/changes/:id`; `none` where no page has the address, or it was refused. */
  readonly route: string;
  /** The path asked for, without its query. */
  readonly path: string;
  readonly status: number;
  readonly seconds: number;
  /** Whether the page was kept from an earlier request; null for what is never kept. */
  readonly cache: "hit" | "miss" | null;
}

const REQUEST_ID = "x-request-id";
const ID_BYTES = 8;

interface Noted {
  readonly id: string;
  cache: "hit" | "miss" | null;
}
const noted = new WeakMap<Request, Noted>();

/** Gives each request an id, and tells of it when it has been answered. It goes before all else. */
export function tellRequests(onRequest: (request: ServedRequest) => void): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now();
    const note: Noted = { id: randomBytes(ID_BYTES).toString("hex"), cache: null };
    noted.set(context.req.raw, note);
    await next();
    context.res.headers.set(REQUEST_ID, note.id);
    const pattern = routePath(context);
    onRequest({
      ...note,
      method: context.req.method,
      route: pattern.endsWith("*") ? "none" : pattern,
      path: context.req.path,
      status: context.res.status,
      seconds: (performance.now() - began) / 1000,
    });
  };
}

/** The id of the request that is being answered. */
export const requestIdOf = ({ req }: Context): string => noted.get(req.raw)?.id ?? "";

/** Writes down whether the page was kept. */
export function noteCache({ req }: Context, cache: "hit" | "miss"): void {
  const note = noted.get(req.raw);
  if (note) note.cache = cache;
}

/** The answer where not even a page of the problem could be made: the index was taken away, the disk fails. */
export function answerDefect(
  error: unknown,
  context: Context,
  onDefect: (address: string, error: unknown, request: string) => void,
): Response {
  const { pathname, search } = new URL(context.req.url);
  const id = requestIdOf(context);
  onDefect(`${pathname}${search}`, error, id);
  return context.text(`This cannot be shown now. The operator's log says why, at request ${id}.\n`, 500);
}
