import { type Account, type Action, may } from "../../accounts/index.ts";
import { Forbidden } from "../page.ts";

/** Who is not signed in, and would have to be. */
export class SignInNeeded extends Error {}

/** Throws SignInNeeded or Forbidden where somebody may not do something. */
export function refuseUnlessAllowed(account: Account | null, action: Action): void {
  refuseUnlessAny(account, [action]);
}

/** As {@link refuseUnlessAllowed}, where any of several actions will do. */
export function refuseUnlessAny(account: Account | null, actions: readonly Action[]): void {
  if (actions.some((action) => may(account, action))) return;
  if (account === null) throw new SignInNeeded("You need to sign in for this.");
  throw new Forbidden(
    account.scopes === null
      ? `Your role, ${account.role}, may not do this.`
      : `Your role, ${account.role}, or the scope of your token does not allow this.`,
  );
}

/** A path of ours as a form or an address gives it; anything else, as another site's address, becomes "/". */
export function ownPath(path: string | undefined): string {
  if (path === undefined || !path.startsWith("/")) return "/";
  const base = "http://own.invalid";
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  return url?.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : "/";
}
