import type { Context } from "hono";
import { type Account, recordEvent } from "../../accounts/index.ts";
import { refuseUnlessAny, SignInNeeded } from "../accounts/guard.ts";
import type { ServedAccounts, Visit } from "../accounts/visit.ts";
import { BadRequest, type Download, type PageRequest } from "../page.ts";
import { readBody } from "../read-body.ts";
import type { Site } from "../site.ts";
import type { WriteOperation } from "./operation.ts";

/** Longest body, in bytes. */
const BYTES_MAX = 512 * 1024;

/** Whoever asks. */
interface Sender {
  readonly context: Context;
  readonly accounts: ServedAccounts;
  readonly visit: Visit;
  /** Who asks, to be read again once the body is there. Throws where they may not by now. */
  readonly lookAgain: () => Account | null;
}

/** Reads what a program sent, by the operation's schema, and does it. Throws what a problem is made of. */
export async function takeWrite(
  site: Site,
  { actions, body: shape, answer, take }: WriteOperation,
  { params, base }: PageRequest,
  { context, accounts, visit, lookAgain }: Sender,
): Promise<Download> {
  const { account, place } = visit;
  if (account === null) throw new SignInNeeded("This takes a token: Authorization: Bearer …");
  const actor = { by: account.name, address: place.address };
  await accounts.limits.count("writes", account.id);
  refuseUnlessAny(account, actions);
  const body = parse(shape, await readBody(context.req, "application/json", BYTES_MAX));
  lookAgain();
  const done = await take(site, { params, body, lookAgain, accounts: accounts.store, actor, base });
  recordEvent(accounts.store, "token-used", actor, { detail: `POST ${context.req.path}` });
  return { type: "application/json; charset=utf-8", bytes: `${JSON.stringify(answer.parse(done))}\n` };
}

function parse(shape: WriteOperation["body"], text: string): unknown {
  const { success, data, error } = shape.safeParse(parseJson(text));
  if (success) return data;
  const [issue] = error.issues;
  const name = issue?.path.join(".") ?? "";
  throw new BadRequest(`${name === "" ? "the body" : `“${name}”`}: ${issue?.message ?? "not as expected"}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadRequest("The body is no JSON.");
  }
}
