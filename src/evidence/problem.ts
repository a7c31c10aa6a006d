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
