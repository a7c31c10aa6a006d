import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Target } from "./target.ts";

/** Inputs that are kept: in `corpus/` those that went new ways, in `cases/` those that once broke a promise. */
export type Shelf = "corpus" | "cases";

const pathOf = (shelf: Shelf, name: string): string => fileURLToPath(new URL(`${shelf}/${name}.json`, import.meta.url));

/** Text as it is, other bytes as `base64:…`. */
const BASE64 = "base64:";

export function readInputs(shelf: Shelf, { name }: Pick<Target, "name">): Uint8Array[] {
  const path = pathOf(shelf, name);
  if (!existsSync(path)) return [];
  return (JSON.parse(readFileSync(path, "utf8")) as string[]).map(decode);
}

export function writeInputs(shelf: Shelf, { name }: Pick<Target, "name">, inputs: readonly Uint8Array[]): void {
  mkdirSync(fileURLToPath(new URL(`${shelf}/`, import.meta.url)), { recursive: true });
  writeFileSync(pathOf(shelf, name), `${JSON.stringify(inputs.map(encode), null, 2)}\n`);
}

export const seedsOf = ({ seeds }: Target): Uint8Array[] =>
  seeds.map((seed) => (typeof seed === "string" ? Buffer.from(seed) : seed));

function decode(line: string): Uint8Array {
  return line.startsWith(BASE64) ? Buffer.from(line.slice(BASE64.length), "base64") : Buffer.from(line);
}

function encode(input: Uint8Array): string {
  const text = Buffer.from(input).toString("utf8");
  const isText = Buffer.compare(Buffer.from(text), input) === 0 && !text.startsWith(BASE64);
  return isText ? text : BASE64 + Buffer.from(input).toString("base64");
}
