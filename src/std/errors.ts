import { oneLine } from "./safe-text.ts";

/** The exit codes of the command line; every {@link UserError} carries one. */
export const EXIT = {
  ok: 0,
  /** A problem was found that the user asked about (`verify`). */
  problem: 1,
  /** Bad input or configuration. */
  badInput: 2,
  /** Something outside failed: disk, network, another program. */
  outside: 3,
} as const;

export type FailureCode = (typeof EXIT)["problem" | "badInput" | "outside"];

/**
 * An error that the user can act on. Its message is one line, whatever is quoted in it: what was wrong, where, what to do.
 * The command line prints the message alone and exits with `exitCode`; any other error is a defect of ours.
 */
export class UserError extends Error {
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode = EXIT.badInput, options?: ErrorOptions) {
    super(oneLine(message), options);
    this.name = "UserError";
    this.exitCode = exitCode;
  }
}

/** Another process, or another holder in this one, has what is needed: it may be free in a while. */
export class BusyError extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.outside, options);
    this.name = "BusyError";
  }
}
