import { Command, Option } from "commander";
import { type ChangeFilter, listChanges } from "../index/index.ts";
import { ALARM_CONFIDENCE, type Direction, DIRECTIONS, type Severity, type Subject, SUBJECTS } from "../model/index.ts";
import {
  agreementOf,
  compareReadings,
  readAgain,
  readingsBy,
  readSecondReadings,
  type Workspace,
  unread,
} from "../pipeline/index.ts";
import { type Endpoint, makeAsk, type Reading } from "../reader/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { formatReadings } from "./format-readings.ts";
import { refuseUnknown, withIndex } from "./open-index.ts";
import { parseDay, parseLimit, parseSeverity } from "./parse-options.ts";
import { showProgress } from "./progress.ts";
import { painter } from "./terminal.ts";
import { openNamedWorkspace, workspaceOption } from "./workspace-option.ts";

/** Changes asked about where no limit is given: a paid endpoint charges for each. */
const ASKED = 20;

/** A local model on a small machine takes its time. */
const TIMEOUT_SECONDS = 120;

interface Options {
  readonly lab?: string;
  readonly document?: string;
  readonly direction?: Direction;
  readonly subject?: Subject;
  readonly severity?: Severity;
  readonly since?: string;
  readonly until?: string;
  readonly all?: true;
  readonly limit?: number;
  readonly timeout?: number;
  readonly url?: string;
  readonly model?: string;
  readonly report?: true;
  readonly json?: true;
}

/** `corrigible second-read` */
export function secondReadCommand(context: Context): Command {
  return new Command("second-read")
    .description(
      "Sends changes to an OpenAI-compatible endpoint that you name, here or elsewhere, and records what it says of each " +
        "with an exact quote. The first verdict always stands; the report says where the two agree. Off unless an " +
        "endpoint is named.",
    )
    .option("--url <url>", "base address of the endpoint (default: CORRIGIBLE_READER_URL)")
    .option("--model <name>", "the model's name there (default: CORRIGIBLE_READER_MODEL)")
    .option("--lab <id>", "only changes of this lab")
    .option("--document <id>", "only changes of this document, as lab/name")
    .addOption(new Option("--direction <word>", "only this direction").choices(DIRECTIONS))
    .addOption(new Option("--subject <word>", "only this subject").choices(SUBJECTS))
    .option("--severity <n>", "at least this severity: 1 minor, 2 notable, 3 major", parseSeverity)
    .option("--since <day>", "from this day on, UTC, as 2024-01-10", parseDay)
    .option("--until <day>", "up to this day, included", parseDay)
    .option("--all", "also neutral changes and those of low confidence: agreement on alarms alone says less")
    .option("--limit <n>", `ask about at most so many that it has not read yet (default: ${ASKED})`, parseLimit)
    .option("--timeout <seconds>", `how long one answer may take (default: ${TIMEOUT_SECONDS})`, parseLimit)
    .option("--report", "ask nothing; report on what was read before")
    .addOption(workspaceOption())
    .option("--json", "print one JSON object a reading, and one with the agreement")
    .addHelpText(
      "after",
      "\nThe key of an endpoint that asks for one is read from CORRIGIBLE_READER_KEY.\n\nExample:\n" +
        "  corrigible second-read --url http://127.0.0.1:11434/v1 --model some-model --lab openai --limit 10\n",
    )
    .action((options: Options, command: Command) => run(context, options, command));
}

async function run(context: Context, options: Options, command: Command): Promise<void> {
  const endpoint = endpointOf(context, options);
  const workspace = openNamedWorkspace(context, command);
  await withIndex(context, workspace, async (index) => {
    await refuseUnknown(index, options);
    const changes = await listChanges(index, toFilter(options));
    const known = readingsBy(readSecondReadings(workspace), endpoint);
    const asked = options.report ? [] : unread(changes, known).slice(0, options.limit ?? ASKED);
    const fresh = await readShown(context, workspace, { endpoint, asked });
    const readings = [...known, ...fresh];
    const pairs = compareReadings(changes, readings);
    const agreement = agreementOf(pairs);
    const left = unread(changes, readings).length;
    if (options.json) {
      const lines = [...pairs.map(({ second, agrees }) => ({ ...second, agrees })), { agreement, left }];
      for (const line of lines) context.stdout.write(`${JSON.stringify(line)}\n`);
    } else {
      context.stdout.write(formatReadings({ pairs, agreement, asked: asked.length, left, endpoint }, painter(context)));
    }
    refuseSilent(fresh);
  });
}

type Asked = { readonly endpoint: Endpoint; readonly asked: Awaited<ReturnType<typeof listChanges>> };

async function readShown(context: Context, workspace: Workspace, { endpoint, asked }: Asked): Promise<Reading[]> {
  if (asked.length === 0) return [];
  const progress = showProgress(context);
  try {
    const { clock } = context;
    return await readAgain(
      workspace,
      asked,
      { endpoint, ask: await makeAsk(endpoint) },
      { clock, onProgress: progress.onProgress },
    );
  } finally {
    progress.stop();
  }
}

/** An endpoint that answered nothing at all is a failure outside; what was recorded stays. */
function refuseSilent(fresh: readonly Reading[]): void {
  const silent = fresh.filter(({ answer }) => answer.kind === "none" && answer.why !== "malformed");
  const [first] = silent;
  if (!first || silent.length < fresh.length || first.answer.kind !== "none") return;
  const { why, detail } = first.answer;
  throw new UserError(`${first.host} answered none of ${fresh.length} questions: ${why}, ${detail}`, EXIT.outside);
}

function endpointOf({ reader }: Context, options: Options): Endpoint {
  const { url = reader.url, model = reader.model } = options;
  if (url === undefined || model === undefined) {
    throw new UserError(
      "no second reader is named: give --url and --model, or set CORRIGIBLE_READER_URL and CORRIGIBLE_READER_MODEL",
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new UserError(`--url: "${url}" is no address; give one as http://127.0.0.1:11434/v1`);
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new UserError("--url: leave user and password out; a key is read from CORRIGIBLE_READER_KEY");
  }
  const timeoutMs = (options.timeout ?? TIMEOUT_SECONDS) * 1_000;
  return { url: parsed, model, key: reader.key ?? null, timeoutMs };
}

function toFilter({ lab, document, direction, subject, severity, since, until, all }: Options): ChangeFilter {
  return {
    lab,
    document,
    subject,
    severity,
    since,
    until,
    directions: direction === undefined ? (all ? undefined : ["loosens", "tightens"]) : [direction],
    minConfidence: all || direction === "neutral" ? undefined : ALARM_CONFIDENCE,
  };
}
