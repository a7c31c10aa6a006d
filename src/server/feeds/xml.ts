import { showInvisible } from "../text.ts";

/** Markup that is well-formed by itself. */
export interface Xml {
  readonly xml: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Text as XML has it. Characters that XML forbids, or that nobody would see, are spelled out. */
const escape = (text: string, pattern: RegExp): string =>
  showInvisible(text).replaceAll(pattern, (character) => ENTITIES[character] ?? "");

/** An element: attributes that are undefined are left out, children that are null too. A string child is text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly (Xml | string | null)[]
): Xml {
  const given = Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const start = given.map(([key, value]) => ` ${key}="${escape(value, /[&<>"\n\t]/g)}"`).join("");
  const inner = children.map((child) =>
    child === null ? "" : typeof child === "string" ? escape(child, /[&<>]/g) : child.xml,
  );
  return { xml: children.length === 0 ? `<${name}${start}/>` : `<${name}${start}>${inner.join("")}</${name}>` };
}

/** A whole document. */
export const xmlDocument = ({ xml }: Xml): string => `<?xml version="1.0" encoding="utf-8"?>\n${xml}\n`;
