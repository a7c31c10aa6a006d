import { Command, Option } from "commander";
import { type ChangeFilter, countChanges, type ListedChange, listChanges } from "../index/index.ts";
import {
  ALARM_CONFIDENCE,
  CHANGE_KINDS,
  type ChangeKind,
  type Direction,
  DIRECTIONS,
  DISCLOSED,
  type Disclosed,
  type Severity,
  type Subject,
  SUBJECTS,
} from "../model/index.ts";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { formatChange } from "./format-change.ts";
import { refuseUnknown, withIndex } from "./open-index.ts";
import { parseConfidence, parseDay, parseLimit, parseSeverity } from "./parse-options.ts";
import { count, oneLine, type Paint, painter } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Changes shown to a person who gives no limit; `--json` gives all. */
const SHOWN = 50;

interface ChangesOptions {
  readonly lab?: string;
  readonly document?: string;
  readonly direction?: Direction;
  readonly subject?: Subject;
  readonly kind?: ChangeKind;
  readonly severity?: Severity;
  readonly disclosed?: Disclosed;
  readonly since?: string;
  readonly until?: string;
  readonly minConfidence?: number;
  readonly suppressed?: true;
  readonly all?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** `corrigible changes` */
export function changesCommand(context: Context): Command {
  return new Command("changes")
    .description(
      "Lists what labs changed in their rules, newest first: changes that loosen or tighten with a confidence of at " +
        "least 0.5.",
    )
    .option("--lab <id>", "only this lab")
    .option("--document <id>", "only this document, as lab/name")
    .addOption(new Option("--direction <word>", "only this direction").choices(DIRECTIONS))
    .addOption(new Option("--subject <word>", "only this subject").choices(SUBJECTS))
    .addOption(new Option("--kind <word>", "only this kind").choices(CHANGE_KINDS))
    .option("--severity <n>", "at least this severity: 1 minor, 2 notable, 3 major", parseSeverity)
    .addOption(new Option("--disclosed <word>", "only what the document tells of itself so").choices(DISCLOSED))
    .option("--since <day>", "from this day on, UTC, as 2024-01-10", parseDay)
    .option("--until <day>", "up to this day, included", parseDay)
    .option("--min-confidence <n>", "at least this confidence, 0 to 1", parseConfidence)
    .option("--suppressed", "also the changes that are noise (flapping, technical upgrades, …)")
    .option("--all", "also neutral changes and those of low confidence")
    .option("--limit <n>", `at most so many (default: ${SHOWN}, with --json all)`, parseLimit)
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", "\nExample:\n  corrigible changes --lab openai --severity 3 --since 2024-01-01\n")
    .action(async (options: ChangesOptions, command: Command) => {
      refuseReversed(options);
      const workspace = openNamedWorkspace(context, command);
      await withIndex(context, workspace, async (index) => {
        await refuseUnknown(index, options);
        const filter = toFilter(options);
        const limit = options.limit ?? (options.json ? undefined : SHOWN);
        const found = await listChanges(index, filter, limit);
        if (options.json) {
          for (const one of found) context.stdout.write(formatJson(one, options));
          return;
        }
        const total = found.length === limit ? await countChanges(index, filter) : found.length;
        context.stdout.write(formatList(found, total, painter(context)));
      });
    });
}

function refuseReversed({ since, until }: ChangesOptions): void {
  if (since === undefined || until === undefined || since <= until) return;
  throw new UserError(`no day is from ${since} on and up to ${until}; exchange --since and --until`);
}

function toFilter(options: ChangesOptions): ChangeFilter {
  const { direction, all, minConfidence, suppressed, ...same } = options;
  const asked = direction === undefined ? undefined : [direction];
  const alarms = all || direction === "neutral" ? undefined : ALARM_CONFIDENCE;
  return {
    ...same,
    directions: asked ?? (all ? undefined : ["loosens", "tightens"]),
    minConfidence: minConfidence ?? alarms,
    withSuppressed: suppressed,
  };
}

function formatJson({ change, suppressed }: ListedChange, options: ChangesOptions): string {
  return `${JSON.stringify(options.suppressed ? { ...change, suppressed } : change)}\n`;
}

function formatList(found: readonly ListedChange[], total: number, paint: Paint): string {
  if (total === 0) return "No such change.\n";
  const blocks = found.map((one) => formatListed(one, paint));
  const left = total - found.length;
  const more = left > 0 ? ` shown of ${total.toLocaleString("en-US")}; --limit ${total} shows all` : "";
  return `${blocks.join("\n\n")}\n\n${count(found.length, "change")}${more}\n`;
}

function formatListed({ change, suppressed, note, service, terms }: ListedChange, paint: Paint): string {
  const day = change.date.slice(0, "2024-01-10".length);
  const title = paint("bold", `${day}  ${oneLine(service)}, ${oneLine(terms)}`);
  const noise = suppressed === null ? "" : `, suppressed: ${suppressed}`;
  return [
    `${title}  (${change.document}${noise})`,
    formatChange(change, note, paint),
    `  change ${change.id}, from ${change.oldVersion} to ${change.newVersion}`,
    `  proofs: corrigible prove ${change.oldVersion}; corrigible prove ${change.newVersion}`,
  ].join("\n");
}
