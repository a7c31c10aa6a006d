import { type Context, Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import type { Workspace } from "../pipeline/index.ts";
import { addProvider } from "./accounts/provider-routes.ts";
import { recordRefusals } from "./accounts/record-refusals.ts";
import { ACCOUNT_ROUTES, FORM_ROUTES } from "./accounts/routes.ts";
import type { ServedAccounts } from "./accounts/visit.ts";
import { sendAsset } from "./answer.ts";
import { Answers } from "./answers.ts";
import { API_PATH, apiCors, isOfApi, patternOf } from "./api/index.ts";
import { WRITE_OPERATIONS } from "./api/operations/index.ts";
import { API_ACCOUNT_ROUTES } from "./api/routes.ts";
import { ICON, SCRIPT, STYLE } from "./assets.ts";
import { addHealth } from "./health.ts";
import { ownNamesOnly, readOnly, securityHeaders } from "./middleware.ts";
import { NotFound, type Page, type Route } from "./page.ts";
import { answerDefect, type ServedRequest, tellRequests } from "./request-log.ts";
import { ROUTES } from "./routes.ts";
import type { SiteSource } from "./site.ts";

export interface AppOptions {
  /** Names of the host that a visitor may use; null: any. Guards a site on this machine against rebound names. */
  readonly hosts: ReadonlySet<string> | null;
  /** Whether scripts of other sites may read the interface for programs. */
  readonly isPublic: boolean;
  /** Whether readers reach the site by https. */
  readonly isSecure?: boolean;
  /** Told of defects: pages that failed though the address was right. `request`: names the request in log and answer. */
  readonly onDefect: (address: string, error: unknown, request: string) => void;
  /** Told of each request that was answered. */
  readonly onRequest?: (request: ServedRequest) => void;
  /** Whose health is told at `/healthz` and `/readyz`; left out: nobody asks. */
  readonly health?: Workspace;
  /** Pages that go before the site's own. */
  readonly routes?: readonly Route[];
  /** Who may sign in; null: the site is for readers alone, and nothing can be sent to it. */
  readonly accounts?: ServedAccounts | null;
  /** Told when the log has grown by what somebody did here. */
  readonly onRecorded?: () => void;
}

/** The dashboard as a Hono application over a workspace. */
export function makeApp(source: SiteSource, options: AppOptions): Hono {
  const {
    hosts,
    isPublic,
    isSecure = false,
    onDefect,
    onRequest = () => {},
    routes = [],
    accounts = null,
    onRecorded,
  } = options;
  const app = new Hono({ strict: false });
  const answers = new Answers(source, { onDefect, accounts, onRecorded });

  app.use(tellRequests(onRequest), securityHeaders({ isPublic, isSecure }));
  // Before what refuses visitors: who asks for health comes by any name and has no account.
  if (options.health) addHealth(app, options.health);
  app.use(ownNamesOnly(hosts));
  if (isPublic) app.use(`${API_PATH}/*`, apiCors);
  if (accounts) {
    app.use(recordRefusals(accounts));
    // The interface for programs looks at no cookie: nobody can be made to send anything there.
    const ownForms = csrf({ origin: (origin, context) => isOwnOrigin(source, origin, context) });
    app.use((context, next) => (isOfApi(context.req.path) ? next() : ownForms(context, next)));
    for (const operation of WRITE_OPERATIONS) {
      app.post(patternOf(operation), (context) => answers.write(context, operation, accounts));
    }
    for (const [pattern, form, action] of FORM_ROUTES) {
      app.post(pattern, (context) => answers.form(context, { form, action, accounts }));
    }
    if (accounts.provider) addProvider(app, { source, accounts, provider: accounts.provider });
  }
  app.use(readOnly);
  for (const asset of [STYLE, SCRIPT, ICON]) app.get(asset.path, (context) => sendAsset(context, asset));
  const accountRoutes = accounts ? [...ACCOUNT_ROUTES, ...API_ACCOUNT_ROUTES] : [];
  for (const [pattern, page, action] of [...routes, ...accountRoutes, ...ROUTES]) {
    app.get(pattern, (context) => answers.page(context, page, action));
  }
  app.notFound((context) => answers.page(context, missingPage));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.text("This was sent from another site.\n", error.status);
    return answerDefect(error, context, onDefect);
  });
  return app;
}

const missingPage: Page = (_site, { address }) => {
  throw new NotFound(`There is no page at ${address}.`);
};

/** Whether a form comes from a page of ours: of the public address, else of the name of this machine it was sent to. */
async function isOwnOrigin(source: SiteSource, origin: string, context: Context): Promise<boolean> {
  const { publicUrl } = await source.current();
  return origin === new URL(publicUrl ?? context.req.url).origin;
}
