import { Command, InvalidArgumentError, Option } from "commander";
import {
  createToken,
  findUser,
  LABEL_LENGTH_MAX,
  listTokens,
  OPERATOR,
  revokeToken,
  type Scope,
  SCOPES,
  type Token,
  TOKEN_DAYS,
  TOKEN_DAYS_MAX,
} from "../accounts/index.ts";
import type { Context } from "./context.ts";
import { oneLine } from "./terminal.ts";
import { withAccounts } from "./with-accounts.ts";
import { workspaceOption } from "./workspace-option.ts";

/** `corrigible token …` */
export function tokenCommand(context: Context): Command {
  const token = new Command("token")
    .description("Tokens by which programs act for an account at /api/v1, within what its role may do.")
    .addHelpText("after", "\nExample:\n  corrigible token create ada --scope review --label 'nightly import'\n");
  return token.addCommand(createCommand(context)).addCommand(listCommand(context)).addCommand(revokeCommand(context));
}

interface CreateOptions {
  readonly scope: readonly Scope[];
  readonly label: string;
  readonly days: number;
  readonly json?: true;
}

function createCommand(context: Context): Command {
  return new Command("create")
    .description("Makes a token and prints it, once: only a hash of it is kept.")
    .argument("<user>", "the account that it acts for")
    .addOption(new Option("--scope <scope...>", "what it may be used for").choices(SCOPES).makeOptionMandatory())
    .requiredOption("--label <text>", "what it is for, to know it by", parseLabel)
    .option("--days <n>", `how long it lives, at most ${TOKEN_DAYS_MAX}`, parseDays, TOKEN_DAYS)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible token create ada --scope read review --label notebook --days 30\n")
    .action((name: string, { scope, label, days, json }: CreateOptions, command: Command) =>
      withAccounts(context, command, (accounts) => {
        const user = findUser(accounts, name);
        const { secret, token } = createToken(accounts, user, { label, scopes: scope, days }, OPERATOR);
        context.stderr.write(`corrigible: ${describe(token)}. It is not shown again:\n`);
        context.stdout.write(json ? `${JSON.stringify({ ...token, secret })}\n` : `${secret}\n`);
      }),
    );
}

function parseLabel(text: string): string {
  if (text.trim() === "" || text.length > LABEL_LENGTH_MAX) {
    throw new InvalidArgumentError(`give 1 to ${LABEL_LENGTH_MAX} characters`);
  }
  return text.trim();
}

function parseDays(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > TOKEN_DAYS_MAX) {
    throw new InvalidArgumentError(`give 1 to ${TOKEN_DAYS_MAX} days`);
  }
  return days;
}

function describe({ id, user, label, scopes, expires, used, revoked }: Token): string {
  const state = revoked === null ? `up to ${expires}` : `revoked ${revoked}`;
  const use = used === null ? "never used" : `last used ${used}`;
  return oneLine(`token ${id} of ${user}, ${scopes.join(" ")}, ${label}, ${state}, ${use}`);
}

function listCommand(context: Context): Command {
  return new Command("list")
    .description("Lists all tokens, or those of an account, the newest first.")
    .argument("[user]", "only those that act for this account")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible token list ada\n")
    .action((name: string | undefined, { json }: { json?: true }, command: Command) =>
      withAccounts(context, command, (accounts) => {
        const user = name === undefined ? undefined : findUser(accounts, name).id;
        for (const token of listTokens(accounts, user)) {
          context.stdout.write(`${json ? JSON.stringify(token) : describe(token)}\n`);
        }
      }),
    );
}

function revokeCommand(context: Context): Command {
  return new Command("revoke")
    .description("Revokes a token: it opens nothing from now on.")
    .argument("<id>", "number of the token, as list gives it")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible token revoke 3\n")
    .action((id: string, _: unknown, command: Command) =>
      withAccounts(context, command, (accounts) => {
        revokeToken(accounts, Number(id), OPERATOR);
        context.stdout.write(`token ${Number(id)} revoked\n`);
      }),
    );
}
