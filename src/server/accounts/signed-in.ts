import type { Account, AccountStore } from "../../accounts/index.ts";
import type { PageRequest } from "../page.ts";
import { formatDay } from "../report/words.ts";

/** Who is signed in, and the accounts: of a request that PERMISSIONS let through to somebody only. */
export function signedIn({ account, accounts }: PageRequest): { account: Account; accounts: AccountStore } {
  if (account === null || accounts === null) throw new Error("a page for somebody was made for nobody");
  return { account, accounts };
}

/** "10 January 2024, 18:00 UTC" */
export const formatTime = (at: string): string => `${formatDay(at)}, ${at.slice(11, 16)} UTC`;
