import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS_PAGE, formatCommandsPage } from "../../tools/commands-page.ts";

test("docs/guide/commands.md shows what --help says", async () => {
  const page = readFileSync(COMMANDS_PAGE, "utf8");
  expect(page, "write it anew with: node tools/commands-page.ts").toBe(await formatCommandsPage());
});
