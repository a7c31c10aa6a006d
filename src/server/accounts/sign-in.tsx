import { z } from "zod";
import { signInByPassword } from "../../accounts/index.ts";
import { Alert, PasswordInput, PostForm, TextInput } from "../components/post-form.tsx";
import { BadRequest, form, type Page, TooMany } from "../page.ts";
import { oneOf, readQuery } from "../query.ts";
import { ownPath } from "./guard.ts";
import { PasskeySignIn } from "./passkeys.tsx";
import { passwordField } from "./password-field.ts";
import { nameOfProvider } from "./provider.ts";

export const SIGN_IN_PATH = "/sign-in";
/** Where a browser sets out to the provider. */
export const PROVIDER_PATH = `${SIGN_IN_PATH}/oidc`;

/** Why nobody was signed in by the provider, for who tried. */
const FAILURES = {
  unreachable: "The provider cannot be reached now. Try again later, or sign in by password.",
  "begun-elsewhere": "This sign-in took too long, or was begun in another browser. Try again.",
  refused: "The provider did not confirm who you are. Try again, or sign in by password.",
  "no-account": "No account here is open to who you are there. Ask an admin of this site.",
} as const;
export type ProviderFailure = keyof typeof FAILURES;
const REASONS = Object.keys(FAILURES) as [ProviderFailure, ...ProviderFailure[]];

const NAME_LENGTH_MAX = 100;

/** `/sign-in` */
export const signInPage: Page = ({ workspace: { signIn } }, request) => {
  const { next, failed } = readQuery(request.query, { next: z.string().optional(), failed: oneOf(REASONS).optional() });
  const target = next === undefined ? "" : `?${new URLSearchParams({ next: ownPath(next) }).toString()}`;
  return {
    title: "Sign in",
    description: "For those who review findings, or answer them.",
    body: (
      <>
        <h1>Sign in</h1>
        <p class="lead">For those who review findings, or answer them. Reading needs no account.</p>
        {request.account === null ? null : (
          <p class="notice">
            You are signed in as <a href="/account">{request.account.name}</a>.
          </p>
        )}
        {failed === undefined ? null : <Alert>{FAILURES[failed]}</Alert>}
        {signIn === undefined ? null : (
          <p>
            <a href={`${PROVIDER_PATH}${target}`}>Sign in with {nameOfProvider(signIn)}</a>, or by password:
          </p>
        )}
        <PasskeySignIn request={request} target={target} />
        <PostForm request={request} action={`${SIGN_IN_PATH}${target}`} label="Sign in">
          <TextInput request={request} name="name" label="Name" autocomplete="username" />
          <PasswordInput request={request} name="password" label="Password" />
          <button>Sign in</button>
        </PostForm>
      </>
    ),
  };
};

/** Takes name and password. The session that the browser had is over. */
export const signInForm = form({
  fields: { name: z.string().max(NAME_LENGTH_MAX), password: passwordField },
  page: signInPage,
  take: async (_site, { fields: { name, password }, accounts, place, query }) => {
    const done = await signInByPassword(accounts, { name, password, ...place });
    switch (done.outcome) {
      case "signed-in":
        return { to: ownPath(query.get("next") ?? "/account"), session: done.secret };
      case "wait":
        throw new TooMany(`Too many attempts. Try again in ${inMinutes(done.seconds)}.`, done.seconds);
      case "wrong":
        throw new BadRequest("Name or password is wrong.");
    }
  },
});

function inMinutes(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "a minute" : `${minutes} minutes`;
}
