import { Command } from "commander";
import { findUser, listPasskeys, OPERATOR, removePasskeysOf } from "../accounts/index.ts";
import type { Context } from "./context.ts";
import { count, oneLine } from "./terminal.ts";
import { withAccounts } from "./with-accounts.ts";
import { workspaceOption } from "./workspace-option.ts";

/** `corrigible user passkeys` */
export function passkeysCommand(context: Context): Command {
  return new Command("passkeys")
    .description("Lists the passkeys of an account, or removes them with the sessions that began by one.")
    .argument("<name>", "of the account")
    .option("--remove", "remove them all")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible user passkeys ada --remove\n")
    .action((name: string, { remove, json }: { remove?: true; json?: true }, command: Command) =>
      withAccounts(context, command, (accounts) => {
        const user = findUser(accounts, name);
        if (remove) {
          context.stdout.write(`${count(removePasskeysOf(accounts, user, OPERATOR), "passkey")} removed\n`);
          return;
        }
        for (const one of listPasskeys(accounts, user.id)) {
          const line = `${one.label}, made ${one.created}, ${one.used === null ? "never used" : `last used ${one.used}`}`;
          context.stdout.write(`${json ? JSON.stringify(one) : oneLine(line)}\n`);
        }
      }),
    );
}
