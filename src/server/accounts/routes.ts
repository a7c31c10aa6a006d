import type { FormRoute, Route } from "../page.ts";
import { ACT_FORMS } from "../pages/findings/acts.ts";
import { operationsPage, retryForm } from "../pages/operations/operations.tsx";
import { reviewPage } from "../pages/review/queue.tsx";
import { auditTrailPage } from "./audit-trail.tsx";
import { accountPage, passwordForm, sessionsForm, signOutForm } from "./account.tsx";
import {
  addPasskeyForm,
  passkeyForm,
  passkeyOptionsPage,
  passkeySignInForm,
  removePasskeyForm,
} from "./passkey-forms.tsx";
import { PASSKEY_OPTIONS_PATH, PASSKEY_PATH } from "./passkeys.tsx";
import { SIGN_IN_PATH, signInForm, signInPage } from "./sign-in.tsx";
import { revokeForm, tokenForm } from "./token-forms.tsx";
import { disableForm, enableForm, endSessionsForm, roleForm, usersPage } from "./users.tsx";

/** Pages that there are only where the site is served with accounts. */
export const ACCOUNT_ROUTES: readonly Route[] = [
  [SIGN_IN_PATH, signInPage, "session.begin"],
  [PASSKEY_OPTIONS_PATH, passkeyOptionsPage, "session.begin"],
  ["/account", accountPage, "account.see"],
  ["/users", usersPage, "users.see"],
  ["/audit-trail", auditTrailPage, "audit-trail.see"],
  ["/review", reviewPage, "review.see"],
  ["/operations", operationsPage, "operations.see"],
];

/** Everything that can be sent to the site by a form. */
export const FORM_ROUTES: readonly FormRoute[] = [
  [SIGN_IN_PATH, signInForm, "session.begin"],
  [PASSKEY_PATH, passkeySignInForm, "session.begin"],
  ["/sign-out", signOutForm, "session.end"],
  ["/account/sessions", sessionsForm, "account.change"],
  ["/account/password", passwordForm, "account.change"],
  ["/account/passkeys", passkeyForm, "account.change"],
  ["/account/passkeys/add", addPasskeyForm, "account.change"],
  ["/account/passkeys/remove", removePasskeyForm, "account.change"],
  ["/account/tokens", tokenForm, "account.change"],
  ["/account/tokens/revoke", revokeForm, "account.change"],
  ["/users/role", roleForm, "users.change"],
  ["/users/disable", disableForm, "users.change"],
  ["/users/enable", enableForm, "users.change"],
  ["/users/sessions", endSessionsForm, "users.change"],
  ["/operations/retry", retryForm, "operations.retry"],
  ...ACT_FORMS,
];
