import { attributeOf } from "../html/node.ts";
import { codeBlock, codeSpan, highlightedLanguage } from "./code.ts";
import type { ShownElement, ShownNode } from "./collapse.ts";
import { cleanAttribute, escapeAddress, escapeText, titlePart } from "./escape.ts";
import { Joiner, trimNewlines } from "./joiner.ts";
import { renderCell, renderRow, renderTable } from "./table.ts";

/** Deepest list or quotation that is indented; what nests deeper stays at that depth. */
const INDENT_DEPTH_MAX = 10;

/** Where an element stands. */
export interface Place {
  readonly parent: ShownElement;
  /** Its number among the children of its parent. */
  readonly at: number;
  /** The table around it, null where there is none or where it is not written as a table. */
  readonly table: ShownElement | null;
  readonly inCode: boolean;
  /** Lists and quotations around it. */
  readonly indents: number;
}

/** The Markdown of what was selected, as turndown with GitHub's tables writes it; "" where there is no text. */
export function renderMarkdown(root: ShownElement): string {
  const text = renderChildren(root, { table: null, inCode: false, indents: 0 });
  return text.replace(/^[\t\r\n]+/, "").trimEnd();
}

type Around = Pick<Place, "table" | "inCode" | "indents">;

function renderChildren(parent: ShownElement, around: Around): string {
  const joiner = new Joiner();
  renderInto(joiner, parent, around);
  return joiner.finish();
}

function renderInto(joiner: Joiner, parent: ShownElement, around: Around): void {
  parent.children.forEach((child, at) => {
    if (child.kind === "text") joiner.add(around.inCode ? child.text : escapeText(child.text));
    else renderElement(joiner, child, { ...around, parent, at });
  });
}

function renderElement(joiner: Joiner, element: ShownElement, place: Place): void {
  const { lead, trail } = element.block ? NO_SPACE : spaceAround(element, place);
  if (element.allSpace && !element.meaningful) {
    joiner.add(element.block ? "\n\n" : lead + trail);
    return;
  }
  const around = aroundChildren(element, place);
  const isPlain = lead === "" && trail === "";
  const frame = isPlain ? frameOf(element, place) : null;
  if (frame !== null) {
    joiner.add(frame.before);
    renderInto(joiner, element, around);
    joiner.add(frame.after);
    return;
  }
  const content = renderChildren(element, around);
  joiner.add(isPlain ? renderOne(element, content, place) : lead + renderOne(element, content.trim(), place) + trail);
}

function aroundChildren(element: ShownElement, { table, inCode, indents }: Place): Around {
  return {
    table: element.name === "table" ? (renderTable.applies(element) ? element : null) : table,
    inCode: inCode || element.name === "code",
    indents: INDENTING.has(element.name) ? indents + 1 : indents,
  };
}

interface Frame {
  readonly before: string;
  readonly after: string;
}

const PARAGRAPH: Frame = { before: "\n\n", after: "\n\n" };
const INLINE: Frame = { before: "", after: "" };
const STRONG: Frame = { before: "**", after: "**" };
const EMPHASIS: Frame = { before: "_", after: "_" };
const LAST_IN_ITEM: Frame = { before: "\n", after: "" };

/**
 * What is written before and after an element whose content is not changed, null for others. Such content goes straight
 * into that of its parent: in a page of a hundred nested elements it would be copied a hundred times.
 */
function frameOf(element: ShownElement, { parent }: Place): Frame | null {
  const { name, block, allSpace } = element;
  if (name === "div") return highlightedLanguage(element) === null ? PARAGRAPH : null;
  if (name === "ul" || name === "ol") return isLastInItem(element, parent) ? LAST_IN_ITEM : PARAGRAPH;
  if (name === "strong" || name === "b") return allSpace ? null : STRONG;
  if (name === "em" || name === "i") return allSpace ? null : EMPHASIS;
  if (name === "p" || (block && RULES[name] === undefined)) return PARAGRAPH;
  return name === "thead" || name === "tbody" || name === "tfoot" || RULES[name] === undefined ? INLINE : null;
}

function isLastInItem(list: ShownElement, parent: ShownElement): boolean {
  return parent.name === "li" && parent.children.findLast(({ kind }) => kind === "element") === list;
}

const NO_SPACE = { lead: "", trail: "" } as const;
const INDENTING: ReadonlySet<string> = new Set(["li", "blockquote"]);

/** White space of an inline element that is written outside its marks, unless there is some already. */
function spaceAround(element: ShownElement, { parent, at }: Place): { lead: string; trail: string } {
  let { lead, trail } = element;
  if (/^[ \t\r\n]/.test(lead) && endsWithSpace(parent.children[at - 1])) lead = lead.replace(/^[ \t\r\n]+/, "");
  if (/[ \t\r\n]$/.test(trail) && startsWithSpace(parent.children[at + 1])) {
    trail = trail.slice(0, trail.length - asciiSpaceAtEnd(trail));
  }
  return { lead, trail };
}

function asciiSpaceAtEnd(text: string): number {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text[end - 1] as string)) end--;
  return text.length - end;
}

function endsWithSpace(node: ShownNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "text") return node.text.endsWith(" ");
  return !node.block && (node.allSpace ? node.lead : node.trail).endsWith(" ");
}

function startsWithSpace(node: ShownNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "text") return node.text.startsWith(" ");
  return !node.block && node.lead.startsWith(" ");
}

function renderOne(element: ShownElement, content: string, place: Place): string {
  const rule = RULES[element.name];
  if (rule !== undefined) return rule(content, element, place);
  return byDefault(content, element);
}

function byDefault(content: string, { block }: ShownElement): string {
  return block ? `\n\n${content}\n\n` : content;
}

type Rule = (content: string, element: ShownElement, place: Place) => string;

const strong: Rule = (content) => (content.trim() === "" ? "" : `**${content}**`);
const emphasis: Rule = (content) => (content.trim() === "" ? "" : `_${content}_`);
const struck: Rule = (content) => `~${content}~`;

/** Longest line below a heading: headings stand in headings, and each would double what is in it. */
const UNDERLINE_MAX = 1_000;

/** "Setext" headings for the first two levels, as turndown has them. */
const underlined =
  (mark: string): Rule =>
  (content) =>
    `\n\n${content}\n${mark.repeat(Math.min(content.length, UNDERLINE_MAX))}\n\n`;

const hashed =
  (level: number): Rule =>
  (content) =>
    `\n\n${"#".repeat(level)} ${content}\n\n`;

const item: Rule = (content, _element, place) => {
  const prefix = place.parent.name === "ol" ? `${numberOf(place)}.  ` : "*   ";
  const text = trimNewlines(content) + (content.endsWith("\n") ? "\n" : "");
  const indent = place.indents < INDENT_DEPTH_MAX ? " ".repeat(prefix.length) : "";
  return prefix + text.replaceAll("\n", `\n${indent}`) + (place.parent.children.length > place.at + 1 ? "\n" : "");
};

function numberOf({ parent, at }: Place): number {
  const before = countElements(parent, at);
  const start = parent.source === null ? undefined : attributeOf(parent.source, "start");
  return start ? Number(start) + before : before + 1;
}

/** How many elements stand before each child: counted once a parent, for lists may have a million items. */
const counted = new WeakMap<ShownElement, Uint32Array>();

function countElements(parent: ShownElement, at: number): number {
  let counts = counted.get(parent);
  if (counts === undefined) {
    counts = new Uint32Array(parent.children.length);
    let before = 0;
    parent.children.forEach(({ kind }, i) => {
      (counts as Uint32Array)[i] = before;
      if (kind === "element") before++;
    });
    counted.set(parent, counts);
  }
  return counts[at] ?? 0;
}

const quotation: Rule = (content, _element, { indents }) => {
  const text = trimNewlines(content);
  const mark = indents < INDENT_DEPTH_MAX ? "> " : "";
  return `\n\n${mark}${text.replaceAll("\n", `\n${mark}`)}\n\n`;
};

const link: Rule = (content, element) => {
  const address = element.source && attributeOf(element.source, "href");
  if (!address) return byDefault(content, element);
  const title = element.source ? attributeOf(element.source, "title") : undefined;
  return `[${content.trim()}](${escapeAddress(address)}${titlePart(title)})`;
};

const image: Rule = (_content, { source }) => {
  const address = source && attributeOf(source, "src");
  if (!source || !address) return "";
  // Of an image's text only what would end it is escaped, as in the versions that the archives recorded until 2026.
  const text = cleanAttribute(attributeOf(source, "alt")).replace(/[[\]]/g, "\\$&");
  return `![${text}](${escapeAddress(address)}${titlePart(attributeOf(source, "title"))})`;
};

const checkbox: Rule = (content, { source }, { parent }) => {
  if (parent.name !== "li" || source === null || attributeOf(source, "type")?.toLowerCase() !== "checkbox")
    return content;
  return attributeOf(source, "checked") === undefined ? "[ ] " : "[x] ";
};

const highlighted: Rule = (content, element) => {
  const language = highlightedLanguage(element);
  if (language === null) return byDefault(content, element);
  return `\n\n\`\`\`${language}\n${textOf(element.children[0])}\n\`\`\`\n\n`;
};

const preformatted: Rule = (content, element) => {
  const [first] = element.children;
  return first?.kind === "element" && first.name === "code" ? codeBlock(textOf(first)) : byDefault(content, element);
};

const code: Rule = (content, _element, { parent, inCode }) =>
  inCode || (parent.name === "pre" && parent.children.length === 1) ? content : codeSpan(content);

function textOf(node: ShownNode | undefined): string {
  if (node === undefined) return "";
  return node.kind === "text" ? node.text : node.children.map(textOf).join("");
}

const RULES: Readonly<Record<string, Rule>> = {
  // Without a prototype: an element may be called "constructor".
  __proto__: null as never,
  br: () => "  \n",
  hr: () => "\n\n* * *\n\n",
  h1: underlined("="),
  h2: underlined("-"),
  h3: hashed(3),
  h4: hashed(4),
  h5: hashed(5),
  h6: hashed(6),
  li: item,
  blockquote: quotation,
  a: link,
  img: image,
  input: checkbox,
  div: highlighted,
  pre: preformatted,
  code,
  em: emphasis,
  i: emphasis,
  strong,
  b: strong,
  del: struck,
  s: struck,
  strike: struck,
  td: renderCell,
  th: renderCell,
  tr: renderRow,
  table: renderTable,
};
