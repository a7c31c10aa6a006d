import { fstatSync, openSync, writeSync } from "node:fs";
import type { Logger } from "pino";
import { type Clock, listenToSteps, UserError } from "../std/index.ts";
import { safeValue, spelledOut } from "./safe-fields.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What stands beside the message: names and numbers, an error. Secrets are taken out, but do not give any. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The program's log for its operator: a line a thing that happened. `message` is a few fixed words. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

const nothing = (): void => {};
/** Keeps nothing. */
export const noLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface LogSettings {
  readonly level: LogLevel;
  /** File that lines are added to; null: the given output. */
  readonly file: string | null;
}

/** Reads "LEVEL" or "LEVEL:FILE". Throws a UserError that names `where` for anything else. */
export function parseLogSettings(text: string, where: string): LogSettings {
  const [word = "", ...rest] = text.split(":");
  const level = LOG_LEVELS.find((one) => one === word);
  const file = rest.length === 0 ? null : rest.join(":");
  if (level === undefined || file === "") {
    throw new UserError(`${where}: "${text}" is not LEVEL or LEVEL:FILE; levels are ${LOG_LEVELS.join(", ")}`);
  }
  return { level, file };
}

export interface LogOptions extends LogSettings {
  /** Where lines go that go to no file. */
  readonly stderr: { write(text: string): unknown };
  readonly clock: Clock;
}

/** A log that is open. */
export interface OpenLog {
  readonly log: Log;
  readonly close: () => void;
}

/** A log's file is readable by its owner alone: it tells who asked for what. */
const PRIVATE_FILE = 0o600;

/**
 * Opens the log: one JSON object a line, and at debug one for each step that ends. Each line is on its way to the disk
 * when its function returns: nothing is lost with the process. Throws a UserError where the file cannot be opened.
 */
export async function openLog({ level, file, stderr, clock }: LogOptions): Promise<OpenLog> {
  // Loaded here: a command without a log starts without it.
  const { pino } = await import("pino");
  const descriptor = file === null ? null : openFile(file);
  const write = (line: string): void => {
    if (descriptor === null) stderr.write(spelledOut(line));
    else writeOrDrop(descriptor, spelledOut(line));
  };
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${clock().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  const log = wrap(logger);
  const stop = level === "debug" ? listenToSteps({ ended: (...ended) => logStep(log, ...ended) }) : nothing;
  return { log, close: stop };
}

function openFile(file: string): number {
  try {
    const descriptor = openSync(file, "a", PRIVATE_FILE);
    if (fstatSync(descriptor).isDirectory()) throw new Error("it is a folder");
    return descriptor;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`the log ${file} cannot be opened: ${why}`, undefined, { cause });
  }
}

/** A full disk must not stop what the log tells of. */
function writeOrDrop(descriptor: number, line: string): void {
  try {
    writeSync(descriptor, line);
  } catch {
    // The line is lost: metrics and the next line that fits tell of the disk.
  }
}

function wrap(logger: Logger): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void =>
      logger[level](safeValue(fields), message);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function logStep(log: Log, ...[{ name, attributes }, seconds, error]: Parameters<StepEnded>): void {
  log.debug("step", { step: name, seconds: round(seconds), ...attributes, ...(error === undefined ? {} : { error }) });
}

type StepEnded = Parameters<typeof listenToSteps>[0]["ended"];

const round = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
