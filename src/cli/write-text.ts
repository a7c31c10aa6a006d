import { writeFileSync } from "node:fs";
import { EXIT, UserError } from "../std/index.ts";
import { errorCode } from "./read-text.ts";

/** Writes a file that the user named. Throws a UserError where that cannot be done. */
export function writeText(path: string, text: string | Uint8Array): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const code = errorCode(cause);
    if (code === "") throw cause;
    throw new UserError(`${path} cannot be written (${code})`, EXIT.outside, { cause });
  }
}
