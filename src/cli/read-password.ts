import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Option } from "commander";
import { UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

/** The option of every command that takes a password. */
export const passwordOption = (): Option =>
  new Option("--password-stdin", "read the password from standard input instead of asking for it at the terminal");

/**
 * A new password: asked for twice at the terminal, without showing it, or the first line of standard input. Never an
 * argument: those stand in the list of processes and in the shell's history.
 */
export async function readNewPassword({ stdin, stderr }: Context, fromStdin: boolean): Promise<string> {
  if (fromStdin) return ((await text(stdin)).split("\n", 1)[0] ?? "").replace(/\r$/, "");
  if (!stdin.isTTY) throw new UserError("there is no terminal to ask for a password at; give it by --password-stdin");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true, historySize: 0 });
  const stopped = new AbortController();
  lines.once("SIGINT", () => stopped.abort());
  const ask = async (prompt: string): Promise<string> => {
    stderr.write(prompt);
    try {
      return await lines.question("", { signal: stopped.signal });
    } catch {
      throw new UserError("stopped; nothing has been done");
    } finally {
      stderr.write("\n");
    }
  };
  try {
    const password = await ask("Password: ");
    if ((await ask("Once more: ")) !== password) throw new UserError("the two passwords differ; nothing has been done");
    return password;
  } finally {
    lines.close();
  }
}
