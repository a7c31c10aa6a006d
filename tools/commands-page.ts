import { writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { Command } from "commander";
import type { Context } from "../dist/cli/context.js";
import { COMMAND_NAMES, makeProgram } from "../dist/cli/main.js";
import { noLog } from "../dist/observe/index.js";
import { fixedClock } from "../dist/std/index.js";

/** Where the page lies. `npx node tools/commands-page.ts` writes it; a test says when it is behind. */
export const COMMANDS_PAGE = new URL("../docs/guide/commands.md", import.meta.url);

/** The page of all commands, made from what each says of itself with --help. */
export async function formatCommandsPage(): Promise<string> {
  let help = "";
  const context: Context = {
    stdin: Readable.from([]),
    stdout: { write: (text) => (help += text), columns: 100 },
    stderr: { write: () => {} },
    log: noLog,
    logTakesStderr: false,
    cwd: "/",
    clock: fixedClock("2026-01-01T00:00:00Z"),
    workspace: undefined,
    database: undefined,
    secret: () => undefined,
    onStop: () => {},
    allowPrivate: false,
    browserWithoutSandbox: false,
    reader: { url: undefined, model: undefined, key: undefined },
    color: false,
  };
  const program = await makeProgram(COMMAND_NAMES, context);
  const sections: string[] = [];
  for (const { name, command } of [{ name: "corrigible", command: program }, ...named(program, "corrigible")]) {
    help = "";
    command.outputHelp();
    sections.push(`## ${name}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`);
  }
  return `# The commands\n\nMade from \`--help\` by \`node tools/commands-page.ts\`.\n\n${sections.join("\n")}`;
}

function named(parent: Command, prefix: string): { readonly name: string; readonly command: Command }[] {
  return parent.commands.flatMap((command) => {
    const name = `${prefix} ${command.name()}`;
    return [{ name, command }, ...named(command, name)];
  });
}

if (import.meta.main) writeFileSync(COMMANDS_PAGE, await formatCommandsPage());
