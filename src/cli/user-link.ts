import { Command } from "commander";
import { findUser, linkIdentity, OPERATOR, unlinkIdentity } from "../accounts/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./terminal.ts";
import { withAccounts } from "./with-accounts.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** `corrigible user link` */
export function linkCommand(context: Context): Command {
  return new Command("link")
    .description("Lets somebody sign in by the provider of corrigible.yaml (sign-in), as one account.")
    .argument("<name>", "of the account")
    .requiredOption("--subject <sub>", "whom the provider says it is: the sub of its ID token, never an e-mail address")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible user link ada --subject 7f3a9c52\n")
    .action((name: string, { subject }: { subject: string }, command: Command) => {
      const { signIn } = openNamedWorkspace(context, command);
      if (!signIn) throw new UserError("corrigible.yaml names no provider: docs/guide/accounts.md says how");
      return withAccounts(context, command, (accounts) => {
        linkIdentity(accounts, name, { issuer: signIn.issuer, subject }, OPERATOR);
        context.stdout.write(`${oneLine(findUser(accounts, name).name)} is ${oneLine(subject)} at ${signIn.issuer}\n`);
      });
    });
}

/** `corrigible user unlink` */
export function unlinkCommand(context: Context): Command {
  return new Command("unlink")
    .description("Ends that, and the sessions that began so.")
    .argument("<name>", "of the account")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible user unlink ada\n")
    .action((name: string, _: unknown, command: Command) =>
      withAccounts(context, command, (accounts) => {
        unlinkIdentity(accounts, name, OPERATOR);
        context.stdout.write(`${oneLine(findUser(accounts, name).name)}: password alone\n`);
      }),
    );
}
