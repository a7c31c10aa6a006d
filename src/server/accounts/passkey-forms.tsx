import { z } from "zod";
import {
  addPasskey,
  askForPasskey,
  confirmPassword,
  LABEL_LENGTH_MAX,
  offerPasskey,
  removePasskey,
  signInByPasskey,
} from "../../accounts/index.ts";
import { PostForm } from "../components/post-form.tsx";
import { BadField } from "../form.ts";
import { BadRequest, form, NotFound, type Page } from "../page.ts";
import { accountPage } from "./account.tsx";
import { ownPath } from "./guard.ts";
import { signInPage } from "./sign-in.tsx";
import { passwordField } from "./password-field.ts";
import { signedIn } from "./signed-in.ts";

const answer = z.string();
const label = z.string().trim().min(1).max(LABEL_LENGTH_MAX, `at most ${LABEL_LENGTH_MAX} characters`);

/** `/sign-in/passkey/options`: what a passkey is to sign, new each time. */
export const passkeyOptionsPage: Page = async (_site, { accounts, base }) => {
  if (accounts === null) throw new NotFound("Nobody signs in here.");
  return { type: "application/json; charset=utf-8", bytes: JSON.stringify(await askForPasskey(accounts, base)) };
};

/** Takes what a passkey signed. The session that the browser had is over. */
export const passkeySignInForm = form({
  fields: { answer },
  page: signInPage,
  take: async (_site, { fields, accounts, base, place, query }) => {
    const done = await signInByPasskey(accounts, fields.answer, base, place);
    if (done.outcome === "signed-in") return { to: ownPath(query.get("next") ?? "/account"), session: done.secret };
    throw new BadRequest("This passkey does not sign in here. Try again, or sign in by password.");
  },
});

/** Begins a passkey once the password was given again; the browser makes it on the page that comes. */
export const passkeyForm = form({
  fields: { label, current: passwordField },
  page: accountPage,
  take: async (_site, request) => {
    const { account, accounts } = signedIn(request);
    const { fields, base, place } = request;
    if (!(await confirmPassword(accounts, account.name, fields.current, place))) {
      throw new BadField("current", "That is not your password, or it was asked for too often.");
    }
    const options = await offerPasskey(accounts, account, base);
    return {
      title: "A new passkey",
      description: "Your browser makes it.",
      body: (
        <>
          <h1>A new passkey</h1>
          <p class="lead">Your browser makes it, and asks where to keep it. That takes a script.</p>
          <pass-key data-make={JSON.stringify(options)}>
            <PostForm request={request} action="/account/passkeys/add" label="Make the passkey">
              <input type="hidden" name="label" value={fields.label} />
              <input type="hidden" name="answer" />
              <button>Make {fields.label}</button>
            </PostForm>
          </pass-key>
          <p>
            <a href="/account#passkeys">Back to your account</a>
          </p>
        </>
      ),
    };
  },
});

/** Keeps the passkey that was made. */
export const addPasskeyForm = form({
  fields: { label, answer },
  page: accountPage,
  take: async (_site, request) => {
    const { account, accounts } = signedIn(request);
    await addPasskey(accounts, account, request.fields, request.base, request.actor);
    return { to: "/account#passkeys" };
  },
});

/** Removes one of one's own. */
export const removePasskeyForm = form({
  fields: { passkey: z.string() },
  page: accountPage,
  take: (_site, request) => {
    const { account, accounts } = signedIn(request);
    removePasskey(accounts, account, request.fields.passkey, request.actor);
    return { to: "/account#passkeys" };
  },
});
