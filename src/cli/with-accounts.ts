import type { Command } from "commander";
import { type AccountStore, openAccounts, openExistingAccounts } from "../accounts/index.ts";
import type { Context } from "./context.ts";
import { openNamedWorkspace } from "./workspace-option.ts";

/** Runs a job on the workspace's accounts. Throws a UserError where there are none, unless the job is to make them. */
export async function withAccounts<T>(
  context: Context,
  command: Command,
  job: (accounts: AccountStore) => Promise<T> | T,
  { make = false }: { readonly make?: boolean } = {},
): Promise<T> {
  const { accountsPath } = openNamedWorkspace(context, command);
  const accounts = (make ? openAccounts : openExistingAccounts)(accountsPath, context.clock);
  try {
    return await job(accounts);
  } finally {
    accounts.database.close();
  }
}
