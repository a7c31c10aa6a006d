import { attributeOf } from "../html/node.ts";
import type { ShownElement } from "./collapse.ts";

/** Code of several lines, indented. */
export function codeBlock(text: string): string {
  return `\n\n    ${text.replaceAll("\n", "\n    ")}\n\n`;
}

/** Code within a line, between as many back-ticks as it does not hold itself. */
export function codeSpan(content: string): string {
  if (content === "") return "";
  const text = content.replace(/\r\n|[\r\n]/g, " ");
  const runs = new Set((text.match(/`+/g) ?? []).map(({ length }) => length));
  let length = 1;
  while (runs.has(length)) length++;
  const delimiter = "`".repeat(length);
  const space = needsSpace(text) ? " " : "";
  return `${delimiter}${space}${text}${space}${delimiter}`;
}

function needsSpace(text: string): boolean {
  if (text.startsWith("`") || text.endsWith("`")) return true;
  return text.length > 2 && text.startsWith(" ") && text.endsWith(" ") && text.trim() !== "";
}

/** The language of a highlighted block of code, as code hosts mark it; null where the element is none. */
export function highlightedLanguage({ source, children: [first] }: ShownElement): string | null {
  if (first?.kind !== "element" || first.name !== "pre" || source === null) return null;
  return /highlight-(?:text|source)-([a-z0-9]+)/.exec(attributeOf(source, "class") ?? "")?.[1] ?? null;
}
