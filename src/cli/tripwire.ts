import { Command } from "commander";
import { openIndex } from "../index/index.ts";
import {
  findTripped,
  formatProblem,
  lintTripwires,
  openTripwires,
  readTripwireFile,
  readDeclared,
  type TrippedWire,
} from "../pipeline/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { type Declared, type Tripwire, TRIPWIRES_FILE } from "../tripwires/index.ts";
import type { Context } from "./context.ts";
import { formatAlert } from "./format-alert.ts";
import { refuse, withIndex } from "./open-index.ts";
import { parseDay } from "./parse-options.ts";
import { listCommand } from "./tripwire-list.ts";
import { runCommand, secretCommand } from "./tripwire-run.ts";
import { count, type Paint, painter } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** What a reader needs to write the first file. */
const EXAMPLE = `
A file to begin with, tripwires.yaml in the workspace:
  tripwires:
    - name: quiet-weakening
      when: change            # change, finding, promise or measure
      direction: loosens
      subject: use
      severity: 3             # at least
      disclosed: [no, no-note]
      notify: [public]
    - name: overdue
      when: promise
      state: overdue
      days: 30                # by at least so many
  channels:
    public: { feed: alerts }  # alerts.atom and alerts.json
`;

/** `corrigible tripwire lint|test|run|list|secret` */
export function tripwireCommand(context: Context): Command {
  return new Command("tripwire")
    .description(
      `Tells people when what they declared in ${TRIPWIRES_FILE} comes true: of changes, findings, promises and measures.`,
    )
    .addCommand(lintCommand(context))
    .addCommand(testCommand(context))
    .addCommand(runCommand(context))
    .addCommand(listCommand(context))
    .addCommand(secretCommand(context, (command) => readDeclared(openNamedWorkspace(context, command))))
    .addHelpText(
      "after",
      `${EXAMPLE}\nExample:\n  corrigible tripwire test --since 2026-01-01; corrigible tripwire run\n`,
    );
}

function lintCommand(context: Context): Command {
  return new Command("lint")
    .description(
      `Checks ${TRIPWIRES_FILE}, also its labs, documents and measures where something is audited. Exit 1 where anything is wrong, told with its line.`,
    )
    .addOption(workspaceOption())
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  corrigible tripwire lint\n")
    .action(async ({ json }: { json?: true }, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const parsed = readTripwireFile(workspace);
      if (parsed === null)
        throw new UserError(`${workspace.folder} has no ${TRIPWIRES_FILE}; see corrigible tripwire --help`);
      const index = await openIndex(workspace.index).catch((error: unknown) => {
        if (error instanceof UserError) return null;
        throw error;
      });
      const problems = await lintTripwires(parsed, index);
      await index?.close();
      const [tripwires, channels] = [parsed.declared?.tripwires.length ?? 0, parsed.declared?.channels.size ?? 0];
      if (json)
        context.stdout.write(`${JSON.stringify({ ok: problems.length === 0, tripwires, channels, problems })}\n`);
      else for (const problem of problems) context.stdout.write(`${formatProblem(problem)}\n`);
      if (problems.length > 0) throw new UserError(count(problems.length, "problem"), EXIT.problem);
      const unchecked = index === null ? " Names are not checked: nothing is audited yet." : "";
      if (!json)
        context.stdout.write(
          `${count(tripwires, "tripwire")}, ${count(channels, "channel")}: no problem.${unchecked}\n`,
        );
    });
}

interface TestOptions {
  readonly since: string;
  readonly name?: string;
  readonly json?: true;
}

function testCommand(context: Context): Command {
  return new Command("test")
    .description(
      "Prints what would have tripped on what is recorded, and tells nobody. Exit 1 where something did, 0 where nothing.",
    )
    .requiredOption(
      "--since <day>",
      "what came about from this day on, UTC, as 2024-01-10; a measure counts as of the audit",
      parseDay,
    )
    .option("--name <name>", "only this tripwire")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object an alert")
    .addHelpText("after", "\nExample:\n  corrigible tripwire test --since 2024-01-01 --name quiet-weakening\n")
    .action(async ({ since, name, json }: TestOptions, command: Command) => {
      const workspace = openNamedWorkspace(context, command);
      const total = await withIndex(context, workspace, async (index) => {
        const tripwires = chooseTripwires(await openTripwires(workspace, index), name);
        let total = 0;
        for await (const tripped of findTripped(workspace, index, tripwires, { since })) {
          total += tripped.alerts.length;
          if (json) for (const alert of tripped.alerts) context.stdout.write(`${JSON.stringify(alert)}\n`);
          else context.stdout.write(formatTripped(tripped, painter(context)));
        }
        return total;
      });
      if (total > 0) throw new UserError(`${count(total, "alert")} since ${since}; nobody was told`, EXIT.problem);
    });
}

/** The tripwires declared, or the one of a name. Throws a UserError where there is none of it. */
export function chooseTripwires({ tripwires }: Declared, name: string | undefined): readonly Tripwire[] {
  refuse("tripwire", name, new Set(tripwires.map((one) => one.name)));
  return name === undefined ? tripwires : tripwires.filter((one) => one.name === name);
}

function formatTripped({ tripwire, alerts }: TrippedWire, paint: Paint): string {
  const head = `${paint("bold", tripwire.name)}: ${alerts.length === 0 ? "not tripped" : count(alerts.length, "alert")}\n`;
  return `${head}${alerts.map((alert) => `${formatAlert(alert, paint)}\n\n`).join("")}`;
}
