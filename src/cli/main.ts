import { Command, CommanderError } from "commander";
import { noLog } from "../observe/index.ts";
import { EXIT, type FailureCode, fixedClock, runStep, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";
import { logOptions, type Observing, type ObservingEnvironment, startObserving } from "./observing.ts";
import { explainOutside } from "./outside-errors.ts";
import { readVersion } from "./version.ts";

type MakeCommand = (context: Context) => Command;

interface Listed {
  readonly summary: string;
  /** Loads the command's own module: one command starts without the others. */
  readonly load: () => Promise<MakeCommand>;
}

const COMMANDS: Readonly<Record<string, Listed>> = {
  init: {
    summary: "make a workspace",
    load: async () => (await import("./init.ts")).initCommand,
  },
  store: {
    summary: "move the evidence log into an object store, or back",
    load: async () => (await import("./store.ts")).storeCommand,
  },
  start: {
    summary: "audit the example, or an archive, and write a report",
    load: async () => (await import("./start.ts")).startCommand,
  },
  import: {
    summary: "record a source in the evidence log",
    load: async () => (await import("./import.ts")).importCommand,
  },
  casebook: {
    summary: "check the casebook of sourced facts, or add to it",
    load: async () => (await import("./casebook.ts")).casebookCommand,
  },
  capture: {
    summary: "fetch one page safely, say what it is, and keep it as a web archive",
    load: async () => (await import("./capture.ts")).captureCommand,
  },
  track: {
    summary: "declare which pages are watched",
    load: async () => (await import("./track.ts")).trackCommand,
  },
  watch: {
    summary: "capture the tracked documents that are due, and record what is new",
    load: async () => (await import("./watch.ts")).watchCommand,
  },
  audit: {
    summary: "bring the index up to the evidence log",
    load: async () => (await import("./audit.ts")).auditCommand,
  },
  reprocess: {
    summary: "read history again with a new detector, and compare before it is published",
    load: async () => (await import("./reprocess.ts")).reprocessCommand,
  },
  worker: {
    summary: "read documents for others, on any number of machines",
    load: async () => (await import("./worker.ts")).workerCommand,
  },
  changes: {
    summary: "list what labs changed in their rules",
    load: async () => (await import("./changes.ts")).changesCommand,
  },
  "second-read": {
    summary: "have a language model of yours read the changes too, and say how far it agrees",
    load: async () => (await import("./second-read.ts")).secondReadCommand,
  },
  findings: {
    summary: "list the findings on labs, with what speaks against each",
    load: async () => (await import("./findings.ts")).findingsCommand,
  },
  review: {
    summary: "code, reconcile, accept or reject findings, and record what labs answer",
    load: async () => (await import("./review.ts")).reviewCommand,
  },
  measures: {
    summary: "list the measures of a lab, or those over all labs",
    load: async () => (await import("./measures.ts")).measuresCommand,
  },
  tripwire: {
    summary: "declare what you want to be told of, and be told",
    load: async () => (await import("./tripwire.ts")).tripwireCommand,
  },
  card: {
    summary: "write the card of a lab",
    load: async () => (await import("./card.ts")).cardCommand,
  },
  serve: {
    summary: "serve the dashboard",
    load: async () => (await import("./serve.ts")).serveCommand,
  },
  user: {
    summary: "say who may sign in to the dashboard, and do what",
    load: async () => (await import("./user.ts")).userCommand,
  },
  token: {
    summary: "let a program act for an account at the interface for programs",
    load: async () => (await import("./token.ts")).tokenCommand,
  },
  "audit-trail": {
    summary: "list who signed in, was given a role or acted, and from where",
    load: async () => (await import("./audit-trail.ts")).auditTrailCommand,
  },
  search: {
    summary: "find clauses by their words, with when each was in force",
    load: async () => (await import("./search.ts")).searchCommand,
  },
  diff: {
    summary: "compare two versions of a document, clause by clause",
    load: async () => (await import("./diff.ts")).diffCommand,
  },
  extract: {
    summary: "print the document that a saved web page holds",
    load: async () => (await import("./extract.ts")).extractCommand,
  },
  "who-can-stop": {
    summary: "say who could stop or remove a lab on a day, and by what path",
    load: async () => (await import("./who-can-stop.ts")).whoCanStopCommand,
  },
  prove: {
    summary: "prove that a version is in the evidence log",
    load: async () => (await import("./prove.ts")).proveCommand,
  },
  verify: {
    summary: "check a whole workspace or one proof",
    load: async () => (await import("./verify.ts")).verifyCommand,
  },
  witness: {
    summary: "cosign the checkpoint of somebody's log, never a fork or a rollback",
    load: async () => (await import("./witness.ts")).witnessCommand,
  },
  rebuild: {
    summary: "make the index anew from the evidence log",
    load: async () => (await import("./audit.ts")).rebuildCommand,
  },
  backup: {
    summary: "copy all that cannot be made again, and verify the copy",
    load: async () => (await import("./backup.ts")).backupCommand,
  },
  restore: {
    summary: "make a workspace of a backup, never an older history than readers have seen",
    load: async () => (await import("./backup.ts")).restoreCommand,
  },
  publish: {
    summary: "write the dashboard as files that any host serves",
    load: async () => (await import("./publish.ts")).publishCommand,
  },
  export: {
    summary: "write the tables as CSV, JSON lines and Parquet",
    load: async () => (await import("./export.ts")).exportCommand,
  },
};

/** Every command of the program. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** What the process gives: a context whose clock may be set to stand still, and whose log is still to be opened. */
export interface Process extends Omit<Context, "log" | "logTakesStderr">, ObservingEnvironment {
  /** ISO 8601 time at which the clock stands, if it does. */
  readonly now: string | undefined;
}

/** Runs one command line (without the program's own name) and gives the exit code. Never throws. */
export async function main(args: readonly string[], outer: Process): Promise<number> {
  let observing: Observing = { log: noLog, logTakesStderr: false, stderr: outer.stderr, close: async () => {} };
  try {
    const clock = outer.now === undefined ? outer.clock : fixedClock(outer.now);
    observing = await startObserving(args, { ...outer, clock });
    const { log, logTakesStderr, stderr } = observing;
    const program = await makeProgram(args, { ...outer, clock, log, logTakesStderr, stderr });
    if (args.length === 0) program.outputHelp();
    else await runTraced(program, args);
    return EXIT.ok;
  } catch (error) {
    return report(error, observing);
  } finally {
    await observing.close();
  }
}

/** Commands that go on until they are stopped: each of their jobs is a trace of its own. */
const ENDLESS: ReadonlySet<string> = new Set(["serve", "start", "watch", "worker"]);

async function runTraced(program: Command, args: readonly string[]): Promise<void> {
  const run = (): Promise<unknown> => program.parseAsync(args, { from: "user" });
  const named = program.commands.find((one) => args.includes(one.name()));
  if (!named || ENDLESS.has(named.name())) return void (await run());
  const sub = named.commands.find((one) => args.includes(one.name()));
  await runStep(["corrigible", named.name(), sub?.name() ?? []].flat().join(" "), {}, run);
}

/** The whole program; of its commands only those that `args` name are loaded in full. */
export async function makeProgram(args: readonly string[], context: Context): Promise<Command> {
  const { logLevel, logFile } = logOptions();
  const program = new Command("corrigible")
    .description("Audits AI labs the way AI labs audit their models.")
    .version(await readVersion())
    .option("--workspace <dir>", "workspace folder (default: found upwards from here)")
    .addOption(logLevel)
    .addOption(logFile)
    .configureHelp({ sortSubcommands: false })
    // What stands after the name of a command is that command's, or its subcommand's.
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\nExample:\n  corrigible init watch && cd watch && corrigible import ota versions.bundle && corrigible audit\n",
    );
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = args.includes(name) ? (await load())(context) : new Command(name).description(summary);
    program.addCommand(command.summary(summary));
  }
  for (const command of withSubcommands(program)) takeLogOptions(command);
  for (const command of [program, ...withSubcommands(program)]) quiet(command, context);
  return program;
}

/** They may stand after a command's name too; startObserving has read them before. */
function takeLogOptions(command: Command): void {
  for (const option of Object.values(logOptions())) command.addOption(option.hideHelp());
}

function withSubcommands(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...withSubcommands(one)]);
}

/** Lets commander throw instead of exiting, and leaves the writing of errors to {@link report}. */
function quiet(command: Command, context: Context): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: () => {},
      getOutHelpWidth: () => context.stdout.columns ?? HELP_WIDTH,
    });
}

/** Columns of help text where no terminal tells. */
const HELP_WIDTH = 100;

/** Says in one line what went wrong and gives the exit code. A defect of ours keeps its stack. */
function report(error: unknown, observing: Observing): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === EXIT.ok) return EXIT.ok;
    const message = error.code === "commander.help" ? "a command is missing" : error.message;
    const line = message
      .replace(/^error: /, "")
      .replaceAll(/\s+/g, " ")
      .replace(/\.$/, "");
    return fail(observing, `${line}; see corrigible --help`, EXIT.badInput);
  }
  if (error instanceof UserError) return fail(observing, error.message.replaceAll(/\s+/g, " "), error.exitCode);
  const outside = explainOutside(error);
  if (outside !== null) return fail(observing, outside, EXIT.outside);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return fail(observing, `a defect of Corrigible, please report it: ${stack}`, EXIT.outside);
}

function fail({ log, logTakesStderr, stderr }: Observing, what: string, exitCode: FailureCode): number {
  log.error(what, { exitCode });
  if (!logTakesStderr) stderr.write(`corrigible: ${what}\n`);
  return exitCode;
}
