import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createToken, disableUser, findUser, OPERATOR, ROLES, type Scope } from "../../src/accounts/index.ts";
import { beginSession } from "../../src/accounts/sessions.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { openProvider } from "../../src/server/index.ts";
import { Limits } from "../../src/server/accounts/limits.ts";
import { makeApp } from "../../src/server/app.ts";
import { openSiteSource } from "../../src/server/site.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { Visitor } from "../helpers/visitor.ts";

/** Every route of the server × everybody who may ask. A route that is not listed here fails: say who may use it. */

/** With a session, without one, and with one of a disabled account. */
const VISITORS = ["nobody", "disabled", ...ROLES] as const;
/** With a token of a role, and with a scope: each scope of whoever may most with it, and of one who may less. */
const PROGRAMS = [
  "admin:read",
  "admin:review",
  "admin:reply",
  "admin:admin",
  "disabled:admin",
  "editor:reply",
  "editor:admin",
  "reader:review",
  "respondent:reply",
  "respondent:review",
] as const;
const PARTIES = [...VISITORS, ...PROGRAMS];
type Party = (typeof PARTIES)[number];

const signedIn: readonly Party[] = ["reader", "reviewer", "editor", "admin", "respondent"];
/** Without a session all are the same on pages: a token opens none. */
const all: readonly Party[] = PARTIES;
/** A token that is none is refused also where nobody needs one. */
const notWrong: readonly Party[] = PARTIES.filter((party) => party !== "disabled:admin");
const tokens: readonly Party[] = PROGRAMS.filter((party) => party !== "disabled:admin");

/** Method and pattern → who may. Written out here, apart from PERMISSIONS: the two are compared by asking the server. */
const PROTECTED: Readonly<Record<string, readonly Party[]>> = {
  "GET /sign-in": all,
  "POST /sign-in": all,
  "GET /sign-in/oidc": all,
  "GET /sign-in/oidc/callback": all,
  "GET /sign-in/passkey/options": all,
  "POST /sign-in/passkey": all,
  "POST /sign-out": signedIn,
  "GET /account": signedIn,
  "POST /account/sessions": signedIn,
  "POST /account/password": signedIn,
  "POST /account/passkeys": signedIn,
  "POST /account/passkeys/add": signedIn,
  "POST /account/passkeys/remove": signedIn,
  "POST /account/tokens": signedIn,
  "POST /account/tokens/revoke": signedIn,
  "GET /users": ["admin"],
  "GET /audit-trail": ["admin"],
  "POST /users/role": ["admin"],
  "POST /users/disable": ["admin"],
  "POST /users/enable": ["admin"],
  "POST /users/sessions": ["admin"],
  "GET /review": ["reviewer", "editor", "admin"],
  "GET /operations": ["admin"],
  "POST /operations/retry": ["admin"],
  "POST /findings/:id/code": ["reviewer", "editor", "admin"],
  "POST /findings/:id/reconcile": ["reviewer", "editor", "admin"],
  "POST /findings/:id/notice": ["editor", "admin"],
  "POST /findings/:id/no-notice": ["editor", "admin"],
  "POST /findings/:id/reply": ["editor", "admin", "respondent"],
  "POST /findings/:id/accept": ["editor", "admin"],
  "POST /findings/:id/dispute": ["editor", "admin"],
  "POST /findings/:id/reject": ["editor", "admin"],
  "POST /findings/:id/correct": ["editor", "admin"],
  "POST /findings/:id/withdraw": ["editor", "admin"],
  // By token alone: a session is nobody there.
  "GET /api/v1/account": tokens,
  "GET /api/v1/security-events": ["admin:admin"],
  "POST /api/v1/findings/:id/acts": [
    "admin:review",
    "admin:reply",
    "editor:reply",
    "respondent:reply",
    "respondent:review",
  ],
};

/** Patterns that everybody may read, with an account or without. */
const PUBLIC: readonly string[] = [
  "/",
  "/api",
  "/api/*",
  "/api/v1/cards/:lab",
  "/api/v1/changes",
  "/api/v1/changes/:id",
  "/api/v1/claims",
  "/api/v1/documents",
  "/api/v1/documents/:lab/:document",
  "/api/v1/documents/:lab/:document/versions",
  "/api/v1/documents/:lab/:document/versions/:entry",
  "/api/v1/evals",
  "/api/v1/evidence",
  "/api/v1/evidence/:id",
  "/api/v1/findings",
  "/api/v1/findings/:id",
  "/api/v1/incidents",
  "/api/v1/labs",
  "/api/v1/labs/:lab",
  "/api/v1/measures",
  "/api/v1/openapi.json",
  "/api/v1/oversight",
  "/api/v1/promises",
  "/changes",
  "/changes.atom",
  "/changes.feed.json",
  "/changes/:id",
  "/changes/:id{[^/]+\\.bib}",
  "/changes/:id{[^/]+\\.json}",
  "/claims",
  "/claims.atom",
  "/claims.feed.json",
  "/compare",
  "/control",
  "/documents",
  "/documents.atom",
  "/documents.feed.json",
  "/documents/:lab/:document",
  "/evidence",
  "/evidence/:id{.+}",
  "/feeds.opml",
  "/findings",
  "/findings.atom",
  "/findings.feed.json",
  "/findings/:id",
  "/incidents",
  "/incidents.atom",
  "/incidents.feed.json",
  "/labs",
  "/labs/:file{[^/]+\\.json}",
  "/labs/:file{[^/]+\\.md}",
  "/labs/:lab",
  "/log/checkpoint",
  "/log/tile/:tile{.+}",
  "/memento/*",
  "/methods",
  "/methods/:name",
  "/oversight",
  "/oversight.atom",
  "/oversight.feed.json",
  "/power",
  "/promises",
  "/promises.atom",
  "/promises.feed.json",
  "/proof/:id{.+}",
  "/search",
  "/suppressed",
  "/suppressed.atom",
  "/suppressed.feed.json",
  "/text/:id{.+}",
  "/timegate/*",
  "/timemap/json/*",
  "/timemap/link/*",
  "/tripwires",
  "/assets/*",
  "/healthz",
  "/readyz",
];

const EXPECTED = new Map<string, readonly Party[]>([
  ...PUBLIC.map((pattern) => [`GET ${pattern}`, pattern.startsWith("/api/") ? notWrong : all] as const),
  ...Object.entries(PROTECTED),
]);

let served: ServedAccounts;
beforeAll(async () => {
  // Nobody answers there: who sets out for the provider comes back at once.
  const issuer = "http://127.0.0.1:65535";
  served = await serveAccounts(
    { ...Object.fromEntries(ROLES.map((role) => [role, role])), disabled: "admin" },
    { issuer },
  );
  disableUser(served.accounts, "disabled", OPERATOR);
});
afterAll(() => served.stop());

test("every route that the server has is listed, and no other", async () => {
  const health = openWorkspace(served.workspace);
  const source = await openSiteSource(health, null);
  const provider = openProvider(health, { secret: () => "any", allowPrivate: true, onProblem: () => {} });
  const accounts = { store: served.accounts, isSecure: false, isBehindProxy: false, provider, limits: new Limits() };
  const app = makeApp(source, { hosts: null, isPublic: true, onDefect: () => {}, accounts, health });
  const routes = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/^(\/assets)\/.*/, "$1/*")}`);
  await source.close();
  expect([...new Set(routes)].toSorted()).toEqual([...EXPECTED.keys()].toSorted());
});

describe.each(PARTIES)("%s", (party) => {
  test("may do what is written here, and nothing else", async () => {
    const found: [string, boolean][] = [];
    for (const route of EXPECTED.keys()) {
      const [method = "", pattern = ""] = route.split(" ");
      const visitor = visitorAs(party);
      const answer = await (method === "POST" ? visitor.post(addressOf(pattern)) : visitor.get(addressOf(pattern)));
      await answer.arrayBuffer();
      found.push([route, isLetThrough(answer)]);
    }
    expect(found).toEqual([...EXPECTED].map(([route, parties]) => [route, parties.includes(party)]));
  });
});

test("no page failed", () => {
  expect(served.defects).toEqual([]);
});

/** A program with a token, or a visitor with a session, also where its owner is disabled: begun before, as it were. */
function visitorAs(party: Party): Visitor {
  const [role = "", scope] = party.split(":");
  if (scope !== undefined) {
    const made = { label: "test", scopes: [scope as Scope], days: 1 };
    const { secret, token } = createToken(served.accounts, findUser(served.accounts, "admin"), made, OPERATOR);
    const owner = findUser(served.accounts, role).id;
    served.accounts.database.prepare("update tokens set user = ? where id = ?").run(owner, token.id);
    return new Visitor(served.url, {
      authorization: `Bearer ${secret}`,
      "x-forwarded-for": `2001:db8::${++addresses}`,
    });
  }
  const visitor = new Visitor(served.url);
  if (party === "nobody") return visitor;
  const place = { method: "password", address: "192.0.2.1", agent: "" } as const;
  visitor.cookie = `corrigible=${beginSession(served.accounts, findUser(served.accounts, party).id, place)}`;
  return visitor;
}

let addresses = 0;

/** An address that a pattern fits: `/changes/:id{[^/]+\.bib}` → `/changes/x.bib`. */
const addressOf = (pattern: string): string =>
  pattern
    .replaceAll(/:\w+(?:\{([^}]*)\})?/g, (_, shape = "") => `x${/\\\.\w+$/.exec(String(shape))?.[0].slice(1) ?? ""}`)
    .replaceAll("*", "x");

/** Refused is who must sign in, or may not. All else went through: to a page, or to what is wrong with what was sent. */
function isLetThrough({ status, headers }: Response): boolean {
  const toSignIn = headers.get("location")?.startsWith("/sign-in?next=") ?? false;
  return status !== 401 && status !== 403 && !toSignIn;
}
