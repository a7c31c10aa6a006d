import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Workspace } from "../../pipeline/index.ts";
import { openProvider, type Provider } from "./provider.ts";

/** What a provider might answer that is not to be believed. That a good one is, test/server/openid.test.ts shows. */

const BEGUN = { state: "s".repeat(43), nonce: "n".repeat(43), verifier: "v".repeat(43) };
const [ours, another] = [
  generateKeyPairSync("rsa", { modulusLength: 2048 }),
  generateKeyPairSync("rsa", { modulusLength: 2048 }),
];

/** Answers of the provider, by path; each test changes what it is about. */
let answers: Record<string, (response: ServerResponse) => unknown>;
let asked: string[];
/** What the operator is told. */
let told: string;
let server: Server;
let issuer: string;
let elsewhere: string;
const json = (value: unknown) => (response: ServerResponse) =>
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    void (answers[request.url ?? ""] ?? (() => response.writeHead(404).end()))(response);
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  const { port } = server.address() as AddressInfo;
  [issuer, elsewhere] = [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
});
afterAll(() => new Promise((closed) => server.close(closed)));
beforeEach(() => {
  asked = [];
  told = "";
  answers = {
    "/.well-known/openid-configuration": json(metadata({})),
    "/keys": json({ keys: [{ ...ours.publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] }),
    "/token": json(tokens(claims({}))),
  };
});

const metadata = (other: object): object => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  ...other,
});
const seconds = (): number => Math.floor(Date.now() / 1000);
const claims = (other: object): object => ({
  iss: issuer,
  aud: "corrigible",
  sub: "ada",
  nonce: BEGUN.nonce,
  iat: seconds(),
  exp: seconds() + 60,
  ...other,
});
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
function tokens(of: object, key: KeyObject | null = ours.privateKey): object {
  const signed = `${part({ alg: key ? "RS256" : "none", typ: "JWT" })}.${part(of)}`;
  const signature = key ? sign("sha256", Buffer.from(signed), key).toString("base64url") : "";
  return { access_token: "opaque", token_type: "Bearer", expires_in: 60, id_token: `${signed}.${signature}` };
}

function open(of = issuer, { allowPrivate = true, origins = [] as string[] } = {}): Provider {
  const signIn = { issuer: of, client: "corrigible", secret: "SIGN_IN_SECRET", origins };
  const provider = openProvider({ signIn } as unknown as Workspace, {
    secret: () => "secret of the two",
    allowPrivate,
    onProblem: (why) => void (told = why),
  });
  if (provider === null) throw new Error("there is one in the settings");
  return provider;
}
const comeBack = (provider: Provider = open()): Promise<string> =>
  provider.subjectOf(new URL(`https://own.example/sign-in/oidc/callback?code=c&state=${BEGUN.state}`), BEGUN);

/** Why nobody came back, as the operator is told it. */
async function whyNot(provider: Provider = open()): Promise<string> {
  await comeBack(provider).catch((error: unknown) => provider.tell(error));
  return told;
}

test("a token that holds tells the subject", async () => {
  expect(await comeBack()).toBe("ada");
});

test.each([
  ["signed by another key", () => tokens(claims({}), another.privateKey), "signature verification failed"],
  ["not signed", () => tokens(claims({}), null), 'unexpected JWT "alg"'],
  ["for another client", () => tokens(claims({ aud: "another" })), 'unexpected JWT "aud"'],
  ["of another issuer", () => tokens(claims({ iss: elsewhere })), 'unexpected JWT "iss"'],
  ["with another nonce", () => tokens(claims({ nonce: "another" })), 'unexpected ID Token "nonce"'],
  ["without a nonce", () => tokens(claims({ nonce: undefined })), '"nonce" (nonce) claim missing'],
  ["that is over", () => tokens(claims({ exp: seconds() - 60 })), 'unexpected JWT "exp"'],
  ["of nobody", () => tokens(claims({ sub: undefined })), '"sub" (subject) claim missing'],
  ["that is not there", () => ({ ...tokens(claims({})), id_token: undefined }), '"id_token" property must be a string'],
])("a token %s tells nothing", async (_, made, why) => {
  answers["/token"] = json(made());
  expect(await whyNot()).toContain(why);
  expect(asked).toContain(`${new URL(issuer).host} /token`);
});

test("nothing is asked where the provider has no business, unless the settings say so", async () => {
  answers["/.well-known/openid-configuration"] = json(metadata({ token_endpoint: `${elsewhere}/token` }));
  await expect(comeBack()).rejects.toMatchObject({
    cause: { message: expect.stringContaining(`names an endpoint at ${elsewhere}`) },
  });
  expect(asked.filter((one) => one.startsWith("localhost"))).toEqual([]);
  expect(await comeBack(open(issuer, { origins: [elsewhere] }))).toBe("ada");
  answers["/.well-known/openid-configuration"] = json(metadata({ authorization_endpoint: `${elsewhere}/authorize` }));
  await expect(open().addressFor("https://own.example/", BEGUN)).rejects.toThrow(/names an endpoint at/);
});

test("no redirect is followed", async () => {
  answers["/token"] = (response) => response.writeHead(307, { location: `${issuer}/token-2` }).end();
  answers["/token-2"] = json(tokens(claims({})));
  expect(await whyNot()).toContain("unexpected HTTP response status code");
  expect(asked.filter((one) => one.endsWith("/token-2"))).toEqual([]);
});

test("an answer without an end is not read to it", async () => {
  answers["/token"] = (response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...tokens(claims({})), more: "x".repeat(2 * 1024 * 1024) }));
  };
  expect(await whyNot()).toContain("exceeded max size");
});

test.each(["https://127.0.0.1", "https://localhost", "https://[::1]", "https://169.254.169.254", "https://10.0.0.1"])(
  "%s is no provider but for tests",
  async (of) => {
    await expect(open(of, { allowPrivate: false }).addressFor("https://own.example/", BEGUN)).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ message: expect.stringContaining("not public") }) }),
    );
  },
);

test("in the clear there is none, nor without its secret", () => {
  expect(() => open("http://login.example", { allowPrivate: false })).toThrow("begin with https://");
  const signIn = { issuer: "https://login.example", client: "corrigible", secret: "SIGN_IN_SECRET", origins: [] };
  const options = { secret: () => undefined, allowPrivate: false, onProblem: () => {} };
  expect(() => openProvider({ signIn } as unknown as Workspace, options)).toThrow("needs SIGN_IN_SECRET");
});
