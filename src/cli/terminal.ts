import { oneLine } from "../std/index.ts";
import type { Context } from "./context.ts";

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Style = keyof typeof STYLES;

/** Gives text a style where the terminal takes one. */
export type Paint = (style: Style, text: string) => string;

/** Paints for the context's standard output; without colours the text comes back as it is. */
export function painter(context: Pick<Context, "color">): Paint {
  if (!context.color) return (_style, text) => text;
  return (style, text) => `\x1b[${STYLES[style][0]}m${text}\x1b[${STYLES[style][1]}m`;
}

export { manyLines, oneLine } from "../std/index.ts";

/** Columns that running text is wrapped to. */
const WIDTH = 100;

/** Wraps text at spaces, every line with the indent; a longer word stands alone. */
export function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of oneLine(text).split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((one) => indent + one).join("\n");
}

/** "1 change", "2 changes". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? one : many}`;
}
