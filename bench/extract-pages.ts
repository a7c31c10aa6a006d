import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Declaration, parseDeclaration } from "../src/extract/declaration.ts";
import { UserError } from "../src/std/index.ts";

export interface Capture {
  readonly html: string;
  readonly declaration: Declaration;
}

/** Folders of real captures, each with its page and declaration. */
export function findCaptures(): string[] {
  const folder = join(process.env.CORRIGIBLE_DATA ?? "", "extraction");
  if (!process.env.CORRIGIBLE_DATA || !existsSync(folder))
    throw new UserError("CORRIGIBLE_DATA must name a folder that holds extraction/");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

export function readCapture(folder: string): Capture {
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return { html: read("snapshot.html"), declaration: parseDeclaration(read("declaration.json"), folder, undefined) };
}
