import type { Context } from "hono";
import type { Action } from "../accounts/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { refuseUnlessAllowed, SignInNeeded } from "./accounts/guard.ts";
import { readOnce, readUnsent, takeForm } from "./accounts/take-form.ts";
import { lookingAgain, readVisit, type ServedAccounts, setSession, type Visit, WrongToken } from "./accounts/visit.ts";
import { sendPrivate, sendPublic, toAnswer } from "./answer.ts";
import { isOfApi, renderApiProblem, takeWrite, type WriteOperation } from "./api/index.ts";
import type { AppOptions } from "./app.ts";
import {
  BadRequest,
  Forbidden,
  type Form,
  NotFound,
  type Page,
  type PageRequest,
  TooMany,
  Unavailable,
  Unreadable,
} from "./page.ts";
import { type Answer, PageCache } from "./page-cache.ts";
import { renderProblem, type Unsent } from "./pages/problem.tsx";
import { noteCache, requestIdOf } from "./request-log.ts";
import type { Site, SiteSource } from "./site.ts";

/** Finished pages kept in memory, in bytes. */
const CACHE_BYTES = 128 * 1024 * 1024;
/** Longest address that is read, in characters. */
const ADDRESS_LENGTH_MAX = 2_000;

/** A visitor of a site without accounts. */
const STRANGER: Visit = { account: null, session: null, formToken: "", place: { address: "", agent: "" } };

interface AnswersOptions {
  readonly accounts: ServedAccounts | null;
  readonly onDefect: AppOptions["onDefect"];
  readonly onRecorded: AppOptions["onRecorded"];
}

/** Answers requests by pages and forms. What is made for nobody in particular is kept; what is for somebody never. */
export class Answers {
  readonly #source: SiteSource;
  readonly #accounts: ServedAccounts | null;
  readonly #onDefect: AppOptions["onDefect"];
  readonly #onRecorded: () => void;
  readonly #cache = new PageCache(CACHE_BYTES);

  constructor(source: SiteSource, { accounts, onDefect, onRecorded = () => {} }: AnswersOptions) {
    this.#source = source;
    this.#accounts = accounts;
    this.#onDefect = onDefect;
    this.#onRecorded = onRecorded;
  }

  /** The log has grown by what somebody did: pages show it from now on, and the index follows. */
  async recorded(): Promise<void> {
    this.#onRecorded();
    // What was done is in the log: that pages do not show it yet is no answer to who did it.
    await this.#source.renew().catch((error: unknown) => this.#onDefect("the site after an act", error, ""));
  }

  /** Answers by a page. `action`: what the page is part of, where not everybody may see it. */
  async page(context: Context, page: Page, action?: Action): Promise<Response> {
    const site = await this.#source.current();
    const visit = await this.#visit(context);
    if (visit instanceof Error) return this.#refuse(context, site, visit);
    const request = this.#toRequest(site, context, visit);
    const isPrivate = visit.account !== null || action !== undefined;
    const address = request.base + request.address;
    const known = isPrivate ? undefined : this.#cache.get(site.version, address);
    if (!isPrivate) noteCache(context, known ? "hit" : "miss");
    if (known) return sendPublic(context, known);
    try {
      if (request.address.length > ADDRESS_LENGTH_MAX) throw new BadRequest("This address is too long.");
      if (action !== undefined) refuseUnlessAllowed(visit.account, action);
      if (action === "session.begin") await this.#accounts?.limits.count("beginnings", visit.place.address);
      const answer = toAnswer(site, request, 200, await page(site, request));
      if (isPrivate) return sendPrivate(context, answer);
      if (answer.status === 200) this.#cache.put(site.version, address, answer);
      return sendPublic(context, answer);
    } catch (error) {
      if (error instanceof SignInNeeded && !isOfApi(request.address)) {
        return context.redirect(`/sign-in?${new URLSearchParams({ next: request.address }).toString()}`, 303);
      }
      const problem = this.#toProblem(site, request, error, requestIdOf(context));
      return isPrivate ? sendPrivate(context, problem) : sendPublic(context, problem);
    }
  }

  /** Takes a form that was sent, and answers where to go (303), or the page again. */
  async form(
    context: Context,
    { form, action, accounts }: { readonly form: Form; readonly action: Action; readonly accounts: ServedAccounts },
  ): Promise<Response> {
    const site = await this.#source.current();
    const visit = await readVisit(context, accounts);
    const request = this.#toRequest(site, context, visit);
    const sender = { accounts, visit, read: readOnce(context) };
    try {
      refuseUnlessAllowed(visit.account, action);
      const lookAgain = lookingAgain(context, accounts, [action]);
      const taken = await takeForm(site, form, request, { ...sender, lookAgain });
      if ("content" in taken) {
        return sendPrivate(context, toAnswer(site, taken.request, taken.status, taken.content));
      }
      const { to, session, isRecorded } = taken.redirect;
      if (isRecorded) await this.recorded();
      if (session !== undefined) setSession(context, accounts, session);
      // Whoever sits down next finds nothing of it.
      if (session === null) context.header("clear-site-data", '"cache", "storage"');
      context.header("cache-control", "no-store");
      return context.redirect(to, 303);
    } catch (error) {
      const unsent = error instanceof SignInNeeded ? await readUnsent(form, context.req.path, sender) : null;
      return sendPrivate(context, this.#toProblem(site, request, error, requestIdOf(context), unsent));
    }
  }

  /** Does what a program asks for with its token. */
  async write(context: Context, operation: WriteOperation, accounts: ServedAccounts): Promise<Response> {
    const site = await this.#source.current();
    const visit = await this.#visit(context);
    if (visit instanceof Error) return this.#refuse(context, site, visit);
    const request = this.#toRequest(site, context, visit);
    try {
      const lookAgain = lookingAgain(context, accounts, operation.actions);
      const answer = await takeWrite(site, operation, request, { context, accounts, visit, lookAgain });
      await this.recorded();
      return sendPrivate(context, toAnswer(site, request, 201, answer));
    } catch (error) {
      return sendPrivate(context, this.#toProblem(site, request, error, requestIdOf(context)));
    }
  }

  /** Who asks; an error where a token is none. */
  async #visit(context: Context): Promise<Visit | Error> {
    if (!this.#accounts) return STRANGER;
    try {
      return await readVisit(context, this.#accounts);
    } catch (error) {
      if (error instanceof WrongToken || error instanceof TooMany) return error;
      throw error;
    }
  }

  #refuse(context: Context, site: Site, error: Error): Response {
    const request = this.#toRequest(site, context, STRANGER);
    return sendPrivate(context, this.#toProblem(site, request, error, requestIdOf(context)));
  }

  #toRequest(site: Site, context: Context, { account, formToken }: Visit): PageRequest {
    const { origin, pathname, search } = new URL(context.req.url);
    return {
      params: context.req.param() as Record<string, string>,
      query: new URLSearchParams(search),
      address: `${pathname}${search}`,
      base: site.publicUrl ?? origin,
      acceptDatetime: context.req.header("accept-datetime") ?? null,
      account,
      accounts: this.#accounts?.store ?? null,
      formToken,
      refused: null,
    };
  }

  #toProblem(site: Site, request: PageRequest, error: unknown, id: string, unsent: Unsent | null = null): Answer {
    const status = statusOf(error);
    if (status === 500) this.#onDefect(request.address, error, id);
    const problem = isOfApi(request.address)
      ? renderApiProblem(status, error, request.address, id)
      : renderProblem(status, error, id, unsent);
    return { ...toAnswer(site, request, status, problem), headers: headersOf(error) };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof NotFound) return 404;
  // What fails outside, such as a database, is no fault of the visitor, and nothing for the visitor to read.
  if (error instanceof UserError && error.exitCode === EXIT.outside) return 500;
  if (error instanceof Unreadable) return error.status;
  if (error instanceof BadRequest || error instanceof UserError) return 400;
  if (error instanceof SignInNeeded || error instanceof WrongToken) return 401;
  if (error instanceof Forbidden) return 403;
  if (error instanceof Unavailable) return 503;
  return error instanceof TooMany ? 429 : 500;
}

/** When to come again, and by what to say who asks (RFC 6750). */
function headersOf(error: unknown): Record<string, string> {
  if (error instanceof TooMany || error instanceof Unavailable) return { "retry-after": String(error.seconds) };
  if (error instanceof WrongToken) return { "www-authenticate": 'Bearer error="invalid_token"' };
  return error instanceof SignInNeeded ? { "www-authenticate": "Bearer" } : {};
}
