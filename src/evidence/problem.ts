import { EXIT, UserError } from "../std/index.ts";
import { isMissing } from "./layout.ts";

/** Bytes that are not as they were recorded. */
export interface Problem {
  /** Path below the evidence folder. */
  readonly path: string;
  /** The entries concerned: `entry 17 (ChatGPT Terms of Service, 2024-01-10)`; null where it is the whole log. */
  readonly record: string | null;
  readonly message: string;
}

/** What a check of some files found. */
export interface Findings {
  readonly problems: readonly Problem[];
  /** Harmless: what an interrupted command left. */
  readonly notes: readonly string[];
}

/** What went wrong with a file, in one line. */
export function messageOf(cause: unknown): string {
  if (isMissing(cause)) return "missing";
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.replaceAll(/\s+/g, " ");
}

/** A UserError for stored bytes that are not what was written; `verify` says more. */
export function damaged(path: string, cause: unknown): UserError {
  return new UserError(`${path} is damaged (${messageOf(cause)}); run corrigible verify`, EXIT.outside, { cause });
}

/** Another sequencer was first: nothing of the append is recorded, and it can be made again once the log is opened anew. */
export class AppendConflictError extends UserError {
  constructor(store: string) {
    super(
      `another sequencer has added to the log in ${store} meanwhile; nothing of this append is recorded; run it again`,
      EXIT.outside,
    );
  }
}
