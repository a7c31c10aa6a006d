import { randomBytes } from "node:crypto";
import { Command } from "commander";
import { formatSecret } from "../alerts/index.ts";
import { openTripwires, runTripwires, secretOf, type TripwireRun } from "../pipeline/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Declared } from "../tripwires/index.ts";
import type { Context } from "./context.ts";
import { formatAlert } from "./format-alert.ts";
import { withIndex } from "./open-index.ts";
import { parseDay } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { count, type Paint, painter } from "./terminal.ts";
import { readSoftware } from "./version.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

interface RunCommandOptions {
  readonly since?: string;
  readonly known?: true;
  readonly retryDead?: true;
  readonly json?: true;
}

/** `corrigible tripwire run` */
export function runCommand(context: Context): Command {
  return new Command("run")
    .description(
      "Finds what is newly tripped, and tells the channels of it, each receiver once. What fails is tried again by later " +
        "runs. Of a tripwire that is new or whose condition is another, what is past counts as known. Exit 3 where a delivery failed.",
    )
    .option("--since <day>", "tell also of what is past, from this day on; older is taken as known", parseDay)
    .option("--known", "take all that is tripped now as known, and tell nobody of it")
    .option("--retry-dead", "try again what was given up")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible watch --once && corrigible audit && corrigible tripwire run\n")
    .action(async (options: RunCommandOptions, command: Command) => {
      if (options.known && options.since !== undefined)
        throw new UserError("--since tells of it and --known does not; give one");
      const run = await runAll(context, command, options);
      context.stdout.write(options.json ? `${JSON.stringify(run)}\n` : formatRun(run, painter(context)));
      refuseTrouble(run);
    });
}

async function runAll(context: Context, command: Command, options: RunCommandOptions): Promise<TripwireRun> {
  const workspace = openNamedWorkspace(context, command);
  const userAgent = await readSoftware();
  const progress = showProgress(context);
  try {
    return await withIndex(context, workspace, async (index) =>
      runTripwires(workspace, index, await openTripwires(workspace, index), {
        clock: context.clock,
        random: Math.random,
        secret: context.secret,
        allowPrivate: context.allowPrivate,
        userAgent,
        since: options.since ?? null,
        asKnown: options.known === true,
        retryDead: options.retryDead === true,
        onProgress: progress.onProgress,
      }),
    );
  } finally {
    progress.stop();
  }
}

/** Alerts of one tripwire that are shown in full. */
const SHOWN_MAX = 5;

function formatRun({ recorded, delivered }: TripwireRun, paint: Paint): string {
  const lines = recorded.flatMap(({ tripwire, isNew, due, known, withheld }) => {
    const past = known === 0 ? "" : `${count(known, "alert")} of the past taken as known (--since DAY tells of them)`;
    const told = due.length === 0 ? "" : count(due.length, "new alert");
    const held = withheld === 0 ? "" : `${count(withheld, "alert")} at once, withheld`;
    const nothing = isNew ? "watching from now on" : "nothing new";
    const head = `${paint("bold", tripwire)}: ${[told, past, held].filter((one) => one !== "").join("; ") || nothing}`;
    const shown = due.slice(0, SHOWN_MAX).map((alert) => `${formatAlert(alert, paint)}\n`);
    const more = due.length > SHOWN_MAX ? [`  and ${due.length - SHOWN_MAX} more`] : [];
    return [head, ...shown, ...more];
  });
  const { delivered: made, failed, dead, undeclared } = delivered;
  const later = failed === 0 ? "" : `, ${failed} failed and will be tried again`;
  const lost = dead === 0 ? "" : `, ${dead} given up`;
  const stays =
    undeclared.length === 0 ? [] : [`What is for ${undeclared.join(", ")} waits: no such channel is declared.`];
  return `${[...lines, `${count(made, "delivery", "deliveries")} made${later}${lost}.`, ...stays].join("\n")}\n`;
}

function refuseTrouble({ recorded, delivered: { failed, dead } }: TripwireRun): void {
  const held = recorded.filter(({ withheld }) => withheld > 0);
  if (held.length > 0) {
    const told = held.map(({ tripwire, withheld }) => `${tripwire} (${withheld})`).join(", ");
    throw new UserError(
      `more alerts at once than anybody reads, as after an import of history: ${told}; run again with --known to take them ` +
        "as known, or with --since DAY to tell of those from that day on",
    );
  }
  if (failed + dead > 0) {
    throw new UserError(
      `${count(failed + dead, "delivery", "deliveries")} failed; see corrigible tripwire list`,
      EXIT.outside,
    );
  }
}

/** `corrigible tripwire secret [CHANNEL] [SUBSCRIBER]` */
export function secretCommand(context: Context, declaredOf: (command: Command) => Declared): Command {
  return new Command("secret")
    .description(
      "Prints a secret for signatures: a new one, or that of a channel's receiver, to be given to whoever receives. It goes to standard output alone.",
    )
    .argument("[channel]", "a channel with a secret; its variable must be set")
    .argument("[subscriber]", "id of a subscriber, where the channel is a list")
    .addOption(workspaceOption())
    .addHelpText("after", "\nExample:\n  corrigible tripwire secret\n")
    .action((channel: string | undefined, subscriber: string | undefined, _: unknown, command: Command) => {
      const bytes =
        channel === undefined ? randomBytes(32) : secretOf(declaredOf(command), channel, subscriber, context);
      context.stdout.write(`${formatSecret(bytes)}\n`);
    });
}
