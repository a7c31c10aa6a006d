import type { MiddlewareHandler } from "hono";
import { recordEvent } from "../../accounts/index.ts";
import { TooMany } from "../page.ts";
import { readVisit, type ServedAccounts } from "./visit.ts";

const FORBIDDEN = 403;

/**
 * Writes a line of the audit trail where somebody who is signed in, or whose token it is, was refused: on a page, with a
 * form, or as a program. Not more than so many a minute: lines stay for ever.
 */
export function recordRefusals(accounts: ServedAccounts): MiddlewareHandler {
  return async (context, next) => {
    await next();
    if (context.res.status !== FORBIDDEN) return;
    const { account, place } = await readVisit(context, accounts);
    if (account === null) return;
    try {
      await accounts.limits.count("refusals", account.id);
    } catch (error) {
      if (error instanceof TooMany) return;
      throw error;
    }
    const detail = `${context.req.method} ${context.req.path}`;
    recordEvent(accounts.store, "refused", { by: account.name, address: place.address }, { detail });
  };
}
