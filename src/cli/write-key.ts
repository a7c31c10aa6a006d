import { existsSync, writeFileSync } from "node:fs";
import { UserError } from "../std/index.ts";
import { TlogError } from "../tlog/index.ts";

const PRIVATE_FILE = 0o600;

/**
 * Makes a private key and writes it into a new file that its owner alone reads. `taken`: what to say where the file is
 * there already; `what`: whom the key is for, where the name cannot be one's.
 */
export function writeKey(
  file: string,
  name: string,
  { make, taken, what }: { readonly make: (name: string) => string; readonly taken: string; readonly what: string },
): string {
  if (existsSync(file)) throw new UserError(taken);
  try {
    const key = make(name);
    writeFileSync(file, `${key}\n`, { mode: PRIVATE_FILE, flag: "wx" });
    return key;
  } catch (cause) {
    if (cause instanceof TlogError) throw new UserError(`"${name}" cannot name ${what}: ${cause.message}`);
    throw cause;
  }
}
