import { Command, Option } from "commander";
import {
  addUser,
  changeRole,
  disableUser,
  enableUser,
  endSessionsOf,
  findUser,
  listSessions,
  listUsers,
  OPERATOR,
  recordEvent,
  type Role,
  ROLES,
  setPassword,
  type User,
} from "../accounts/index.ts";
import type { Context } from "./context.ts";
import { parseLab } from "./parse-options.ts";
import { passwordOption, readNewPassword } from "./read-password.ts";
import { count, oneLine } from "./terminal.ts";
import { passkeysCommand } from "./user-passkeys.ts";
import { linkCommand, unlinkCommand } from "./user-link.ts";
import { withAccounts } from "./with-accounts.ts";
import { workspaceOption } from "./workspace-option.ts";

/** `corrigible user …` */
export function userCommand(context: Context): Command {
  const user = new Command("user")
    .description(
      "Who may sign in to the dashboard, where it is served with --accounts. Readers need no account. Names are never given " +
        "twice and nobody is deleted: what people did stays under their name.",
    )
    .addHelpText("after", "\nExample:\n  corrigible user add ada --role admin && corrigible serve --accounts\n");
  user.addCommand(addCommand(context)).addCommand(listCommand(context)).addCommand(roleCommand(context));
  for (const [name, act, description] of SWITCHES) user.addCommand(switchCommand(context, { name, act, description }));
  user.addCommand(passwordCommand(context)).addCommand(sessionsCommand(context));
  return user.addCommand(linkCommand(context)).addCommand(unlinkCommand(context)).addCommand(passkeysCommand(context));
}

const SWITCHES = [
  ["disable", disableUser, "Ends all sessions and tokens of an account, and lets nobody in with it."],
  ["enable", enableUser, "Lets somebody in again who was disabled. Tokens that were stay revoked."],
] as const;

interface Given {
  readonly role: Role;
  readonly lab?: string;
}

const roleOption = (): Option =>
  new Option("--role <role>", "what it may do: docs/guide/accounts.md").choices(ROLES).makeOptionMandatory();
const labOption = (): Option => new Option("--lab <id>", "the lab of a respondent").argParser(parseLab);

function addCommand(context: Context): Command {
  return new Command("add")
    .description("Makes an account. The password is asked for at the terminal.")
    .argument("<name>", "the name that what it does is recorded under")
    .addOption(roleOption())
    .addOption(labOption())
    .addOption(passwordOption())
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible user add 'Grace Hopper' --role reviewer\n")
    .action(async (name: string, { role, lab, passwordStdin }: Given & { passwordStdin?: true }, command: Command) => {
      const make = { make: true };
      await withAccounts(
        context,
        command,
        async (accounts) => {
          const password = await readNewPassword(context, passwordStdin === true);
          const user = await addUser(accounts, { name, role, lab: lab ?? null, password }, OPERATOR);
          context.stdout.write(`${describe(user)}. Next: corrigible serve --accounts\n`);
        },
        make,
      );
    });
}

const describe = ({ name, role, lab, disabled, subject }: User): string =>
  [
    `${oneLine(name)}, ${role}${lab === null ? "" : ` of ${lab}`}`,
    ...(subject === null ? [] : [`${oneLine(subject)} at the provider`]),
    ...(disabled === null ? [] : [`disabled since ${disabled}`]),
  ].join(", ");

function listCommand(context: Context): Command {
  return new Command("list")
    .description("Lists all accounts.")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible user list\n")
    .action(({ json }: { json?: true }, command: Command) =>
      withAccounts(context, command, (accounts) => {
        for (const user of listUsers(accounts)) {
          context.stdout.write(`${json ? JSON.stringify(user) : describe(user)}\n`);
        }
      }),
    );
}

function roleCommand(context: Context): Command {
  return new Command("role")
    .description("Gives an account another role, from its next request on.")
    .argument("<name>", "of the account")
    .addOption(roleOption())
    .addOption(labOption())
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible user role ada --role editor\n")
    .action((name: string, { role, lab }: Given, command: Command) =>
      withAccounts(context, command, (accounts) => {
        changeRole(accounts, name, { role, lab: lab ?? null }, OPERATOR);
        context.stdout.write(`${describe(findUser(accounts, name))}\n`);
      }),
    );
}

interface Switch {
  readonly name: (typeof SWITCHES)[number][0];
  readonly act: typeof disableUser;
  readonly description: string;
}

function switchCommand(context: Context, { name, act, description }: Switch): Command {
  return new Command(name)
    .description(description)
    .argument("<name>", "of the account")
    .addOption(workspaceOption())
    .addHelpText("after", `\nExample:\n  corrigible user ${name} ada\n`)
    .action((user: string, _: unknown, command: Command) =>
      withAccounts(context, command, (accounts) => {
        act(accounts, user, OPERATOR);
        context.stdout.write(`${describe(findUser(accounts, user))}\n`);
      }),
    );
}

function passwordCommand(context: Context): Command {
  return new Command("password")
    .description("Sets another password and ends all sessions and tokens of the account.")
    .argument("<name>", "of the account")
    .addOption(passwordOption())
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible user password ada\n")
    .action((name: string, { passwordStdin }: { passwordStdin?: true }, command: Command) =>
      withAccounts(context, command, async (accounts) => {
        const user = findUser(accounts, name);
        await setPassword(accounts, user.name, await readNewPassword(context, passwordStdin === true), OPERATOR);
        context.stdout.write(`${describe(user)}: another password, no session, no token\n`);
      }),
    );
}

function sessionsCommand(context: Context): Command {
  return new Command("sessions")
    .description("Lists where an account is signed in, or signs it out everywhere.")
    .argument("<name>", "of the account")
    .option("--end", "end them all")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible user sessions ada --end\n")
    .action((name: string, { end, json }: { end?: true; json?: true }, command: Command) =>
      withAccounts(context, command, (accounts) => {
        const user = findUser(accounts, name);
        if (end) {
          const ended = endSessionsOf(accounts, user.id);
          if (ended > 0) recordEvent(accounts, "session-ended", OPERATOR, { user: user.name, detail: "all" });
          context.stdout.write(`${count(ended, "session")} ended\n`);
          return;
        }
        for (const one of listSessions(accounts, user.id)) {
          const line = `since ${one.created}, last used ${one.used}, by ${one.method}, from ${one.address}, ${one.agent}`;
          context.stdout.write(`${json ? JSON.stringify(one) : oneLine(line)}\n`);
        }
      }),
    );
}
