import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { CLIENT_SECRET } from "./accounts.ts";

export interface OpenIdProvider {
  readonly issuer: string;
  /** Who signs in there next. */
  subject: string;
  /** Lets a site come back to an address, once that is known. */
  register(redirect: string): void;
  stop(): Promise<void>;
}

/** Starts an OpenID provider, certified as one, on this machine: who is sent there is `subject`, and is asked nothing. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  let provider: Provider | null = null;
  const server = createServer((request, response) => {
    if (provider === null) throw new Error("no site is registered yet");
    if (!request.url?.startsWith("/interaction/")) return void provider.callback()(request, response);
    const result = { login: { accountId: self.subject } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const self: OpenIdProvider = {
    issuer,
    subject: "nobody",
    register(redirect) {
      provider = makeProvider(issuer, redirect);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return self;
}

function makeProvider(issuer: string, redirect: string): Provider {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [{ client_id: "corrigible", client_secret: CLIENT_SECRET, redirect_uris: [redirect] }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    cookies: { keys: ["of this test alone"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    // Everybody agrees to be told of.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
}
