import { resolve } from "node:path";
import { Command, Option } from "commander";
import {
  LOG_LEVELS,
  type Log,
  type LogLevel,
  type LogSettings,
  noLog,
  openLog,
  parseLogSettings,
  startTraces,
} from "../observe/index.ts";
import { oneLine } from "../std/index.ts";
import type { Context, Output } from "./context.ts";
import { readVersion } from "./version.ts";

/** What an operator sees of a running command: its log, where one is asked for. */
export interface Observing {
  readonly log: Log;
  /** Standard error for people; where the log has it, each line becomes one of the log. */
  readonly stderr: Output;
  readonly logTakesStderr: boolean;
  /** Ends with the command: sends the last spans. */
  close(): Promise<void>;
}

/** What the environment asks for. */
export interface ObservingEnvironment {
  /** LEVEL or LEVEL:FILE; undefined: no log. */
  readonly logSettings: string | undefined;
  /** Address of an OpenTelemetry collector; undefined: no traces. */
  readonly tracesEndpoint: string | undefined;
}

interface LogOptions {
  readonly logLevel?: LogLevel;
  readonly logFile?: string;
}

/** The options that every command takes. */
export function logOptions(): { readonly logLevel: Option; readonly logFile: Option } {
  return {
    logLevel: new Option("--log-level <level>", "log as JSON lines, from this level on (default: no log)").choices(
      LOG_LEVELS,
    ),
    logFile: new Option("--log-file <file>", "add the log to this file instead of standard error (level: info)"),
  };
}

type Around = Pick<Context, "stderr" | "clock" | "cwd"> & ObservingEnvironment;

/** Opens the log and the traces that options or environment ask for, before the command itself is read. */
export async function startObserving(args: readonly string[], around: Around): Promise<Observing> {
  const { tracesEndpoint: endpoint } = around;
  const observing = await startLog(args, around);
  if (endpoint === undefined) return observing;
  const traces = await startTraces({ endpoint, version: await readVersion() });
  const close = async (): Promise<void> => {
    const failure = await traces.close();
    if (failure !== null) {
      observing.log.warn("traces could not be sent", { failure });
      if (!observing.logTakesStderr)
        observing.stderr.write(`corrigible: traces could not be sent: ${oneLine(failure)}\n`);
    }
    await observing.close();
  };
  return { ...observing, close };
}

async function startLog(args: readonly string[], { stderr, clock, cwd, logSettings }: Around): Promise<Observing> {
  const settings = settingsOf(readLogOptions(args), logSettings);
  if (settings === null) return { log: noLog, stderr, logTakesStderr: false, close: async () => {} };
  const file = settings.file === null ? null : resolve(cwd, settings.file);
  const { log, close } = await openLog({ ...settings, file, stderr, clock });
  const logTakesStderr = file === null;
  const lines = { write: (text: string | Uint8Array) => log.info(oneLine(String(text))) };
  return { log, stderr: logTakesStderr ? lines : stderr, logTakesStderr, close: async () => close() };
}

/** Options win; without them the environment decides. */
function settingsOf({ logLevel, logFile }: LogOptions, environment: string | undefined): LogSettings | null {
  const set = environment === undefined ? null : parseLogSettings(environment, "CORRIGIBLE_LOG");
  if (logLevel === undefined && logFile === undefined) return set;
  return {
    level: logLevel ?? set?.level ?? "info",
    file: logFile ?? (logLevel === undefined ? null : (set?.file ?? null)),
  };
}

/** Reads these options alone; whatever else is wrong is told by the command. */
function readLogOptions(args: readonly string[]): LogOptions {
  const early = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const option of Object.values(logOptions())) early.addOption(option);
  early.parseOptions([...args]);
  return early.opts<LogOptions>();
}
