/** Puts the style sheets, as one, and the custom elements, bundled into one file, beside the compiled server. */
import { copyFileSync, readdirSync, readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const root = new URL("../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, root));

const sheets = readdirSync(path("src/server/assets"))
  .filter((name) => name.endsWith(".css"))
  .toSorted();
mkdirSync(path("dist/server/assets"), { recursive: true });
writeFileSync(
  path("dist/server/assets/app.css"),
  sheets.map((name) => readFileSync(path(`src/server/assets/${name}`), "utf8")).join("\n"),
);
copyFileSync(path("src/server/assets/icon.svg"), path("dist/server/assets/icon.svg"));
await build({
  input: path("src/server/islands/index.ts"),
  output: { file: path("dist/server/assets/islands.js"), format: "esm", minify: true },
  platform: "browser",
  logLevel: "warn",
});
