import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

/** The text of a file that an option names. Throws a UserError that names the option. */
export function readFile({ cwd }: Context, option: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch {
    throw new UserError(`${option}: ${file} cannot be read`);
  }
}
