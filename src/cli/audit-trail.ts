import { Command, Option } from "commander";
import { EVENT_KINDS, type EventKind, listEvents, type SecurityEvent } from "../accounts/index.ts";
import type { Context } from "./context.ts";
import { parseLimit } from "./parse-options.ts";
import { oneLine } from "./terminal.ts";
import { withAccounts } from "./with-accounts.ts";
import { workspaceOption } from "./workspace-option.ts";

/** Lines shown to a person who gives no limit. */
const SHOWN = 50;
/** Lines that `--json` gives at most. */
const ALL = 1_000_000;

interface AuditTrailOptions {
  readonly kind?: EventKind;
  readonly user?: string;
  readonly limit?: number;
  readonly json?: true;
}

/** `corrigible audit-trail` */
export function auditTrailCommand(context: Context): Command {
  return new Command("audit-trail")
    .description("Lists who signed in, failed to, was given a role, acted in review, and from where; the newest first.")
    .addOption(new Option("--kind <word>", "only this kind").choices(EVENT_KINDS))
    .option("--user <name>", "only what is by or about this account")
    .option("--limit <n>", `at most so many (default: ${SHOWN}, with --json all)`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible audit-trail --kind sign-in-failed --limit 20\n")
    .action(({ kind, user, limit, json }: AuditTrailOptions, command: Command) =>
      withAccounts(context, command, (accounts) => {
        for (const event of listEvents(accounts, { kind, user, limit: limit ?? (json ? ALL : SHOWN) })) {
          context.stdout.write(`${json ? JSON.stringify(event) : describe(event)}\n`);
        }
      }),
    );
}

function describe({ at, kind, user, by, address, detail }: SecurityEvent): string {
  const whose = user === null || user === by ? "" : ` of ${user}`;
  return oneLine(`${at} ${kind}${whose}, by ${by ?? "nobody signed in"} from ${address}${detail && `: ${detail}`}`);
}
