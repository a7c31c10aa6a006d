import { oneLine } from "../../std/index.ts";

/** What is wrong with a casebook, and where. */
export interface CasebookProblem {
  /** As a user finds it: `casebook/openai/power.yaml`. */
  readonly file: string;
  readonly line: number;
  /** `figures.amount_usd`, `sources[0].url`; empty where the file as a whole is wrong. */
  readonly field: string;
  /** "must be a number". */
  readonly message: string;
}

/** `casebook/openai/power.yaml:123: figures.amount_usd: must be a number` */
export function formatProblem({ file, line, field, message }: CasebookProblem): string {
  return oneLine([`${file}:${line}`, ...(field === "" ? [] : [field]), message].join(": "));
}

/** A place in a record as people write it: `["sources", 0, "url"]` is `sources[0].url`. */
export function formatField(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === "number" ? `[${part}]` : `${at === 0 ? "" : "."}${String(part)}`))
    .join("");
}
