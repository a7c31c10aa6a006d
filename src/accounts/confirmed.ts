import { UserError } from "../std/index.ts";
import type { AccountStore } from "./store.ts";

/** What somebody has shown to know: what was kept of their password when it was looked at. */
export interface Confirmed {
  readonly password: string;
}

/**
 * To be asked in the transaction of what a user does for themselves: looking at a password takes a while, and in it the
 * account may be disabled, or its password be another. Throws a UserError then.
 */
export function refuseUnlessStill(
  { database }: AccountStore,
  { id, name }: { readonly id: number; readonly name: string },
  confirmed: Confirmed | null,
): void {
  const user = database.prepare("select password, disabled from users where id = ?").get(id);
  if (user?.["disabled"] !== null) throw new UserError(`${name} is disabled`);
  if (confirmed === null || user["password"] === confirmed.password) return;
  throw new UserError(`the password of ${name} was changed meanwhile; begin again with the new one`);
}
