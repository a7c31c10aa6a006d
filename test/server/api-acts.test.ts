import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  changeRole,
  createToken,
  disableUser,
  enableUser,
  findUser,
  listEvents,
  listTokens,
  OPERATOR,
  revokeToken,
  type Scope,
  type Token,
} from "../../src/accounts/index.ts";
import { createClient, type Client, type ReviewAct } from "../../src/server/api/client.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { Visitor } from "../helpers/visitor.ts";
import { runHere } from "../helpers/in-process.ts";
import { sendSlowly } from "../helpers/send-slowly.ts";

/** What programs do with tokens at /api/v1, over HTTP. */

let served: ServedAccounts;
let findings: Readonly<Record<string, string[]>>;
beforeAll(async () => {
  served = await serveAccounts({
    ada: "reviewer",
    grace: "reviewer",
    lin: "editor",
    root: "admin",
    hal: "respondent",
    rea: "reader",
    wes: "reader",
  });
  const all = (await createClient({ base: served.url }).findings.list()).items;
  findings = Object.fromEntries(
    ["openai", "anthropic"].map((lab) => [lab, all.filter((one) => one.lab === lab).map(({ id }) => id)]),
  );
});
afterAll(() => served.stop());

const finding = (lab: string, at = 0): string => findings[lab]?.[at] ?? "";
function tokenOf(name: string, scopes: readonly Scope[], days = 1): string {
  const user = findUser(served.accounts, name);
  return createToken(served.accounts, user, { label: "test", scopes, days }, OPERATOR).secret;
}
const lastToken = (): Token => listTokens(served.accounts)[0] as Token;
const as = (name: string, ...scopes: readonly Scope[]): Client =>
  createClient({ base: served.url, token: tokenOf(name, scopes.length === 0 ? ["review"] : scopes) });
const refusal = (status: number, detail: RegExp): object => ({
  status,
  problem: { status, detail: expect.stringMatching(detail) },
});

const CODE: ReviewAct = {
  act: "code",
  bearing: "concerning",
  severity: 2,
  confidence: 0.8,
  rationale: "It says so.",
  counter: "It may not.",
};
const RECONCILE: ReviewAct = { act: "reconcile", bearing: "concerning", severity: 2, rationale: "Both read it so." };

test("two reviewers, an editor and the lab bring a finding to acceptance", async () => {
  const id = finding("openai");
  const by = { finding: id, by: "ada", act: "code", state: "proposed" };
  expect(await as("ada").findings.act(id, CODE)).toMatchObject(by);
  expect(await as("grace").findings.act(id, CODE)).toMatchObject({ by: "grace", state: "coded" });
  expect(await as("ada").findings.act(id, RECONCILE)).toMatchObject({ state: "reconciled" });
  const notice: ReviewAct = { act: "notice", sent: "2026-08-03", deadline: "2026-08-17" };
  expect(await as("lin").findings.act(id, notice)).toMatchObject({ state: "noticed" });
  expect(await as("hal", "reply").findings.act(id, { act: "reply", text: "We disagree." })).toMatchObject({
    by: "hal",
    state: "noticed",
  });
  expect(await as("lin").findings.act(id, { act: "accept", rationale: "As reconciled." })).toMatchObject({
    state: "accepted",
  });
  // The log holds them under the accounts' names.
  const { stdout } = await runHere(["review", "show", id, "--workspace", served.workspace]);
  for (const words of ["ada", "grace", "lin", "hal", "We disagree.", "Recorded as the lab sent it"]) {
    expect(stdout).toContain(words);
  }
  expect(await runHere(["verify", "--workspace", served.workspace])).toMatchObject({ code: 0 });
});

describe("refuses", () => {
  test("who shows no token, one that is none, or one that has ended", async () => {
    const act = (client: Client): Promise<unknown> => client.findings.act(finding("openai", 1), CODE);
    await expect(act(createClient({ base: served.url }))).rejects.toMatchObject(refusal(401, /takes a token/));
    const none = createClient({ base: served.url, token: "corrigible_x" });
    await expect(act(none)).rejects.toMatchObject(refusal(401, /is none/));
    // Nor does reading what everybody may read hide that it is none.
    await expect(none.labs.list()).rejects.toMatchObject(refusal(401, /is none/));
    const short = createClient({ base: served.url, token: tokenOf("ada", ["review"], 1) });
    expect((await short.account()).name).toBe("ada");
    served.advance(24 * 60 * 60_000);
    await expect(act(short)).rejects.toMatchObject(refusal(401, /has expired/));
    const revoked = as("ada");
    revokeToken(served.accounts, listTokens(served.accounts)[0]?.id ?? 0, OPERATOR);
    await expect(act(revoked)).rejects.toMatchObject(refusal(401, /was revoked/));
    const disabled = as("grace");
    disableUser(served.accounts, "grace", OPERATOR);
    await expect(act(disabled)).rejects.toMatchObject({ status: 401 });
    enableUser(served.accounts, "grace", OPERATOR);
    // The token stays revoked: whoever is let in again makes another.
    await expect(act(disabled)).rejects.toMatchObject({ status: 401 });
    expect((await as("grace").account()).name).toBe("grace");
  });

  test("what role or scope do not allow", async () => {
    const id = finding("openai", 1);
    const accept: ReviewAct = { act: "accept", rationale: "So." };
    const reply: ReviewAct = { act: "reply", text: "We disagree." };
    for (const [client, act] of [
      [as("ada"), accept],
      [as("ada"), reply],
      [as("rea"), CODE],
      [as("ada", "read"), CODE],
      [as("ada", "reply"), CODE],
      [as("lin", "reply"), accept],
      [as("root", "admin"), CODE],
      [as("hal", "reply"), CODE],
    ] as const) {
      await expect(client.findings.act(id, act)).rejects.toMatchObject({ status: 403 });
    }
    await expect(as("hal", "reply").findings.act(finding("anthropic"), reply)).rejects.toMatchObject(
      refusal(403, /may not reply a finding on anthropic/),
    );
    expect(listEvents(served.accounts, { kind: "refused", user: "hal", limit: 5 })).toHaveLength(2);
  });

  test.each<[string, number, () => void]>([
    ["account is disabled", 401, () => disableUser(served.accounts, "grace", OPERATOR)],
    ["token is revoked", 401, () => revokeToken(served.accounts, lastToken().id, OPERATOR)],
    ["role is another", 403, () => changeRole(served.accounts, "grace", { role: "reader", lab: null }, OPERATOR)],
  ])("an act whose %s while its body still comes", async (_, status, act) => {
    const id = finding("anthropic");
    const headers = { authorization: `Bearer ${tokenOf("grace", ["review"])}`, "content-type": "application/json" };
    const sent = { headers, body: JSON.stringify(CODE) };
    const answer = await sendSlowly(`${served.url}/api/v1/findings/${id}/acts`, sent, async () => {
      // The server has let it in.
      await vi.waitFor(() => expect(lastToken().used).not.toBeNull(), 10_000);
      act();
    });
    expect(answer.status).toBe(status);
    expect((await runHere(["review", "show", id, "--workspace", served.workspace])).stdout).not.toContain("grace");
    if (findUser(served.accounts, "grace").disabled !== null) enableUser(served.accounts, "grace", OPERATOR);
    changeRole(served.accounts, "grace", { role: "reviewer", lab: null }, OPERATOR);
  });

  test("a cookie, however good", async () => {
    const visitor = new Visitor(served.url);
    await visitor.signIn("ada");
    const answer = await fetch(`${served.url}/api/v1/findings/${finding("openai", 1)}/acts`, {
      method: "POST",
      headers: { cookie: visitor.cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" },
      body: JSON.stringify(CODE),
    });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    // Nor does a token open a page.
    const page = await fetch(`${served.url}/account`, {
      redirect: "manual",
      headers: { authorization: `Bearer ${tokenOf("root", ["read", "admin"])}` },
    });
    expect(page.status).toBe(303);
  });

  test("what is no act, and an act that cannot follow", async () => {
    const ada = as("ada");
    const send = (act: unknown): Promise<unknown> => ada.findings.act(finding("openai", 1), act as ReviewAct);
    await expect(send({ ...CODE, severity: 4 })).rejects.toMatchObject(refusal(400, /“severity”/));
    await expect(send({ ...CODE, by: "lin" })).rejects.toMatchObject(refusal(400, /by/));
    await expect(send({ act: "bless" })).rejects.toMatchObject(refusal(400, /“act”/));
    await expect(send([])).rejects.toMatchObject({ status: 400 });
    await expect(send(RECONCILE)).rejects.toMatchObject(refusal(400, /needs the codes of 2 reviewers/));
    await expect(ada.findings.act("0000000000000000", CODE)).rejects.toMatchObject({ status: 404 });
    const answer = await fetch(`${served.url}/api/v1/findings/${finding("openai", 1)}/acts`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokenOf("ada", ["review"])}`, "content-type": "application/json" },
      body: " ".repeat(600 * 1024),
    });
    expect(answer.status).toBe(413);
    // A respondent does not say what came of its reply.
    const reply: ReviewAct = { act: "reply", text: "No.", effect: "The finding is withdrawn." };
    await expect(as("hal", "reply").findings.act(finding("openai", 1), reply)).rejects.toMatchObject(
      refusal(400, /“effect” is not yours to say/),
    );
  });

  test("who guesses tokens, and who writes too much", async () => {
    const guess = (address: string): Promise<Response> =>
      fetch(`${served.url}/api/v1/labs`, {
        headers: { authorization: "Bearer corrigible_guess", "x-forwarded-for": address },
      });
    const answers = await Promise.all(Array.from({ length: 40 }, () => guess("198.51.100.7")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(30);
    const late = answers.find(({ status }) => status === 429);
    expect(Number(late?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(late?.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect((await guess("198.51.100.8")).status).toBe(401);
    const wes = as("wes");
    const writes = await Promise.allSettled(
      Array.from({ length: 125 }, () => wes.findings.act(finding("openai", 1), CODE)),
    );
    const statuses = writes.map((one) => (one.status === "rejected" ? (one.reason as { status: number }).status : 0));
    expect([statuses.filter((one) => one === 403).length, statuses.filter((one) => one === 429).length]).toEqual([
      120, 5,
    ]);
  });
});

test("the audit trail is for admins, by a token with that scope, and names each write", async () => {
  await expect(as("root", "review").securityEvents.list()).rejects.toMatchObject({ status: 403 });
  await expect(as("lin", "admin").securityEvents.list()).rejects.toMatchObject({ status: 403 });
  const root = as("root", "admin");
  const acts = await root.securityEvents.list({ kind: "review-act", user: "hal" });
  expect(acts.items).toMatchObject([
    { by: "hal", user: "hal", detail: `reply ${finding("openai")}`, address: "127.0.0.1" },
  ]);
  expect((await root.securityEvents.list({ kind: "token-used", user: "lin" })).items).toHaveLength(2);
  const first = await root.securityEvents.list({ limit: 2 });
  const seen: number[] = [];
  for await (const { seq } of root.securityEvents.all({ limit: 50 })) seen.push(seq);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, at) => seen.length - at));
  expect([first.items.length, first.next]).toEqual([2, expect.any(String)]);
});

test("a name that has a key signs on the command line alone", async () => {
  const { appendFileSync, rmSync } = await import("node:fs");
  const key = `${served.workspace}/grace.key`;
  const { stdout } = await runHere(["review", "make-key", "grace", "--out", key]);
  rmSync(key);
  appendFileSync(`${served.workspace}/corrigible.yaml`, `\n${stdout}`);
  const { openWorkspace } = await import("../../src/pipeline/index.ts");
  const { serveWorkspace } = await import("../../src/server/index.ts");
  const server = await serveWorkspace(openWorkspace(served.workspace), {
    port: 0,
    host: "127.0.0.1",
    publicUrl: null,
    onDefect: () => {},
    accounts: { store: served.accounts, isBehindProxy: false, provider: null },
  });
  try {
    const grace = createClient({ base: server.url, token: tokenOf("grace", ["review"]) });
    await expect(grace.findings.act(finding("openai", 1), CODE)).rejects.toMatchObject(
      refusal(400, /signs with corrigible review on the command line: the server holds no private keys/),
    );
  } finally {
    server.close();
    await server.closed;
  }
});

test("the document tells of all of it, with the token, and an outside validator has nothing against it", async () => {
  const document = (await (await fetch(`${served.url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security?: unknown; responses: object }>>;
    components: { securitySchemes: object };
  };
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(document.components.securitySchemes).toEqual({ token: { type: "http", scheme: "bearer" } });
  const post = document.paths["/findings/{id}/acts"]?.["post"];
  expect([post?.security, Object.keys(post?.responses ?? {})]).toEqual([
    [{ token: [] }],
    ["201", "400", "401", "403", "404", "413", "415", "429"],
  ]);
  expect(document.paths["/account"]?.["get"]?.security).toEqual([{ token: [] }]);
});

test("only a hash of a token is kept, and no page failed", () => {
  const secret = tokenOf("ada", ["read"]);
  const rows = JSON.stringify(served.accounts.database.prepare("select * from tokens").all());
  expect(rows).not.toContain(secret.slice("corrigible_".length));
  expect(served.defects).toEqual([]);
});
