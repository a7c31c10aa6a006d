import { existsSync } from "node:fs";
import { Command } from "commander";
import { Journal } from "../alerts/index.ts";
import { journalPath, readDeclared, type Workspace } from "../pipeline/index.ts";
import type { Declared } from "../tripwires/index.ts";
import type { Context } from "./context.ts";
import { count, oneLine, type Paint, painter } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Deliveries shown that are not made. */
const OPEN_SHOWN_MAX = 50;

/** `corrigible tripwire list` */
export function listCommand(context: Context): Command {
  return new Command("list")
    .description(
      "Lists the tripwires, whom each tells and what it has told, and the deliveries that wait or were given up.",
    )
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible tripwire list\n")
    .action(({ json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const listed = readList(workspace, readDeclared(workspace));
      context.stdout.write(json ? `${JSON.stringify(listed)}\n` : formatList(listed, painter(context)));
    });
}

function readList(workspace: Workspace, { tripwires, channels }: Declared) {
  const path = journalPath(workspace);
  const journal = existsSync(path) ? new Journal(path) : null;
  try {
    const seen = new Map(journal?.tripwires().map((one) => [one.name, one]));
    return {
      tripwires: tripwires.map(({ name, when, notify = [] }) => {
        const { since = null, known = 0, told = 0 } = seen.get(name) ?? {};
        return { name, when, notify, since, known, told };
      }),
      channels: [...channels.keys()],
      deliveries: journal?.tally() ?? [],
      open: journal?.open(OPEN_SHOWN_MAX) ?? [],
    };
  } finally {
    journal?.close();
  }
}

type Listed = ReturnType<typeof readList>;

function formatList({ tripwires, channels, deliveries, open }: Listed, paint: Paint): string {
  const wires = tripwires.map(({ name, when, notify, since, known, told }) => {
    const whom = notify.length === 0 ? "nobody" : notify.join(", ");
    const state =
      since === null ? "has not run yet" : `since ${since.slice(0, 10)}: ${told} told, ${known} known before`;
    return `${paint("bold", name)} (${when}) tells ${whom}; ${state}`;
  });
  const names = [...new Set([...channels, ...deliveries.map(({ channel }) => channel)])];
  const counts = names.map((name) => {
    const own = deliveries.filter(({ channel }) => channel === name);
    const states = own.map(({ state, count }) => `${count.toLocaleString("en-US")} ${state}`).join(", ");
    const gone = channels.includes(name) ? "" : " (not declared any more: what waits for it stays)";
    return `channel ${name}${gone}: ${states || "nothing yet"}`;
  });
  const total = deliveries
    .filter(({ state }) => state === "waiting" || state === "dead")
    .reduce((sum, one) => sum + one.count, 0);
  const rest = open.map(formatOpen);
  const more = total > open.length ? [`and ${count(total - open.length, "more delivery", "more deliveries")}`] : [];
  return `${[...wires, ...counts, ...rest, ...more].join("\n")}\n`;
}

function formatOpen({ tripwire, alert, channel, target, state, tries, next, detail }: Listed["open"][number]): string {
  const whom = target === "" ? channel : `${channel} ${target}`;
  const when = state === "dead" ? "given up" : tries === 0 ? "waits" : `next try from ${new Date(next).toISOString()}`;
  const why = detail === "" ? "" : `: ${oneLine(detail)}`;
  return `  ${tripwire} ${alert.slice(0, 8)} to ${oneLine(whom)}: ${when}, ${count(tries, "try", "tries")}${why}`;
}
