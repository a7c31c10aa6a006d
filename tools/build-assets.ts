/** Puts the style sheet and the custom elements, bundled into one file, beside the compiled server. */
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = new URL("../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, root));

cpSync(path("src/server/assets"), path("dist/server/assets"), { recursive: true });
await build({
  input: path("src/server/islands/index.ts"),
  output: { file: path("dist/server/assets/islands.js"), format: "esm", minify: true },
  platform: "browser",
  logLevel: "warn",
});
