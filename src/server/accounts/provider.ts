import type { Configuration, CustomFetch } from "openid-client";
import type { BegunSignIn } from "../../accounts/index.ts";
import type { SignInSettings, Workspace } from "../../pipeline/index.ts";
import { loadHttp } from "../../sources/index.ts";
import { UserError } from "../../std/index.ts";

/** Longest wait for one answer of the provider, in seconds. */
const WAIT_SECONDS = 10;
/** Longest answer of the provider, in bytes. */
const ANSWER_BYTES_MAX = 1024 * 1024;

/** What a provider is asked with. */
export interface ProviderOptions {
  /** Gives a variable of the environment. */
  readonly secret: (name: string) => string | undefined;
  /** For tests: the provider may be at a loopback or private address, and speak without encryption. */
  readonly allowPrivate: boolean;
  /** Told why a sign-in failed, without codes and tokens. */
  readonly onProblem: (why: string) => void;
}

/** The provider of a workspace's settings; null where they name none. Throws a UserError where its secret is not set. */
export function openProvider({ signIn }: Workspace, options: ProviderOptions): Provider | null {
  if (signIn === undefined) return null;
  const secret = options.secret(signIn.secret);
  if (!secret) throw new UserError(`sign-in needs ${signIn.secret} in the environment; corrigible.yaml names it`);
  if (!options.allowPrivate && [signIn.issuer, ...signIn.origins].some((url) => !url.startsWith("https:"))) {
    throw new UserError("sign-in: the issuer and its origins begin with https://");
  }
  return new Provider(signIn, secret, options);
}

/** An OpenID provider: who somebody is by the authorization code flow (OpenID Connect Core, 3.1) with PKCE. */
export class Provider {
  readonly issuer: string;
  readonly #settings: SignInSettings;
  readonly #secret: string;
  readonly #options: ProviderOptions;
  #client: Promise<Configuration> | null = null;

  constructor(settings: SignInSettings, secret: string, options: ProviderOptions) {
    this.issuer = settings.issuer;
    this.#settings = settings;
    this.#secret = secret;
    this.#options = options;
  }

  /** Where a browser goes to be told who it is. `redirect`: where it comes back to. Throws where the provider is down. */
  async addressFor(redirect: string, { state, nonce, verifier }: BegunSignIn): Promise<string> {
    const openid = await import("openid-client");
    const address = openid.buildAuthorizationUrl(await this.#connect(), {
      redirect_uri: redirect,
      scope: "openid",
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    this.#refuseElsewhere(address);
    return address.href;
  }

  /** The subject of whoever came back. `address`: as the browser came. Throws for all that is not as it was begun. */
  async subjectOf(address: URL, { state, nonce, verifier }: BegunSignIn): Promise<string> {
    const openid = await import("openid-client");
    const tokens = await openid.authorizationCodeGrant(await this.#connect(), address, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const subject = tokens.claims()?.sub;
    if (subject === undefined) throw new Error("there is no subject");
    return subject;
  }

  /** Tells the operator why something failed. What came from elsewhere is told by its code alone: it may hold tokens. */
  tell(error: unknown): void {
    this.#options.onProblem(explain(error));
  }

  /** What the provider says of itself, asked once. */
  #connect(): Promise<Configuration> {
    this.#client ??= this.#discover().catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async #discover(): Promise<Configuration> {
    const openid = await import("openid-client");
    const { client, issuer } = this.#settings;
    const auth = openid.ClientSecretBasic(this.#secret);
    return openid.discovery(new URL(issuer), client, this.#secret, auth, {
      timeout: WAIT_SECONDS,
      [openid.customFetch]: await this.#makeFetch(),
      execute: [
        // The ID token's signature is verified too, though it comes from the provider itself.
        openid.enableNonRepudiationChecks,
        ...(this.#options.allowPrivate ? [openid.allowInsecureRequests] : []),
      ],
    });
  }

  /** Asks at the issuer's origin and at those of the settings, at public addresses, and follows no redirect. */
  async #makeFetch(): Promise<CustomFetch> {
    const { Agent, fetch } = await import("undici");
    const { checkUrl, guardedLookup, systemResolve } = await loadHttp();
    const { allowPrivate } = this.#options;
    const dispatcher = new Agent({
      connect: { lookup: guardedLookup(systemResolve, allowPrivate) },
      maxResponseSize: ANSWER_BYTES_MAX,
    });
    return async (address, { method, headers, body, signal }) => {
      const url = new URL(address);
      this.#refuseElsewhere(url);
      checkUrl(url, allowPrivate);
      const sent = { method, headers, body: body as string | URLSearchParams | null, signal: signal ?? null };
      return (await fetch(url, { ...sent, redirect: "manual", dispatcher })) as unknown as Response;
    };
  }

  #refuseElsewhere({ origin }: URL): void {
    if ([new URL(this.issuer).origin, ...this.#settings.origins].includes(origin)) return;
    throw new Error(
      `the provider names an endpoint at ${origin}; list it under sign-in: origins if it is the provider's`,
    );
  }
}

/** How people call a provider. */
export const nameOfProvider = ({ label, issuer }: SignInSettings): string => label ?? new URL(issuer).host;

/** Longest code of an error that is told, in characters. */
const CODE_LENGTH_MAX = 60;

function explain(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code, error: told } = error as { readonly code?: unknown; readonly error?: unknown };
  const codes = [code, told].filter((one) => typeof one === "string").map((one) => one.slice(0, CODE_LENGTH_MAX));
  // A parser quotes what it could not read.
  const isOurs = error.cause instanceof Error && !(error.cause instanceof SyntaxError);
  const cause = isOurs ? `: ${explain(error.cause)}` : "";
  return `${[error.message, ...new Set(codes)].join(", ")}${cause}`;
}
