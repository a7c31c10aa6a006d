import { escapeText } from "../markdown/escape.ts";
import type { Line } from "./lines.ts";
import type { Tag } from "./structure.ts";

/** How much higher than the text's letters those of a heading are. */
const HEADING_SHARE = 1.12;
/** How much lower those of a footnote. */
const NOTE_SHARE = 0.92;
/** Longest line in a font of its own that is a heading, in characters. */
const HEADING_CHARACTERS_MAX = 120;
const LEVELS_MAX = 6;
/** A gap of so many usual ones begins a paragraph. */
const PARAGRAPH_GAP = 1.3;
/** Points by which an item stands further in than the list around it. */
const INDENT_MIN = 6;
const DEPTH_MAX = 6;

const BULLET = /^[•◦▪‣●○■–—*-]\s+/;
const NUMBER = /^(?:\(?[a-z]{1,4}\)|\(?\d{1,3}[.)]|[ivx]{1,5}[.)])\s+/i;

interface Block {
  readonly kind: "heading" | "item" | "paragraph" | "note";
  /** Level of a heading, from 1; depth of an item, from 0. */
  readonly level: number;
  /** Joined as they are: a paragraph may have all lines of a file. */
  readonly parts: string[];
  last: Line;
}

/** Writes the lines of a document as Markdown: headings by their size, lists, footnotes at the end. */
export function writeLines(pages: readonly (readonly Line[])[]): string {
  const lines = pages.flat();
  const style = styleOf(lines);
  const blocks: Block[] = [];
  const indents: number[] = [];
  for (const line of lines) {
    const before = blocks.findLast(({ kind }) => (kind === "note") === isNote(line, style));
    const begun = beginBlock(line, before, style, indents);
    if (begun !== null) blocks.push(begun);
    else if (before !== undefined) {
      addLine(before.parts, line.text);
      before.last = line;
    }
  }
  const notes = blocks.filter(({ kind }) => kind === "note");
  return [...blocks.filter(({ kind }) => kind !== "note"), ...notes].reduce(addBlock, "").trim();
}

interface Style {
  /** Height of most letters, in points. */
  readonly size: number;
  readonly font: string | null;
  /** Usual distance of lines, in heights of their letters. */
  readonly gap: number;
  /** Heights of headings, the highest first. */
  readonly headings: readonly number[];
}

function styleOf(lines: readonly Line[]): Style {
  const size = most(lines.map((line) => [Math.round(line.size * 2) / 2, line.text.length]));
  const font = most(lines.map((line) => [line.font, line.text.length]));
  const gaps = lines.flatMap((line, i): [number, number][] => {
    const next = lines[i + 1];
    const gap = next === undefined || next.page !== line.page ? 0 : (line.y - next.y) / line.size;
    return gap > 0.5 && gap < 3 ? [[Math.round(gap * 10) / 10, 1]] : [];
  });
  const body = size ?? 0;
  const higher = new Set(lines.map((line) => Math.round(line.size)).filter((other) => other > HEADING_SHARE * body));
  return { size: body, font: font ?? null, gap: most(gaps) ?? 1.2, headings: [...higher].toSorted((a, b) => b - a) };
}

/** The value with the greatest weight. */
function most<T>(weighted: readonly (readonly [T, number])[]): T | undefined {
  const sums = new Map<T, number>();
  for (const [value, weight] of weighted) sums.set(value, (sums.get(value) ?? 0) + weight);
  let best: T | undefined;
  for (const [value, sum] of sums) if (best === undefined || sum > (sums.get(best) ?? 0)) best = value;
  return best;
}

/** The block that a line begins; null where it goes on with the one before. */
function beginBlock(line: Line, before: Block | undefined, style: Style, indents: number[]): Block | null {
  if (isNote(line, style)) {
    if (before !== undefined && !/^\d{1,3}\s*\D/.test(line.text)) return null;
    return { kind: "note", level: 0, parts: [line.text], last: line };
  }
  if (line.tag !== null) return beginTagged(line, line.tag, before, style);
  const level = headingLevel(line, style);
  if (level > 0) {
    if (before?.kind === "heading" && before.level === level && isClose(before.last, line, style)) return null;
    return { kind: "heading", level, parts: [line.text], last: line };
  }
  if (BULLET.test(line.text) || NUMBER.test(line.text)) {
    return { kind: "item", level: depthOf(line, indents), parts: [line.text], last: line };
  }
  if (before !== undefined && before.kind !== "heading" && goesOn(before.last, line, style)) return null;
  indents.length = 0;
  return { kind: "paragraph", level: 0, parts: [line.text], last: line };
}

/** As the PDF itself says, but for headings that it calls paragraphs. */
function beginTagged(line: Line, tag: Tag, before: Block | undefined, style: Style): Block | null {
  if (before !== undefined && before.last.tag?.key === tag.key && before.last.page === line.page) return null;
  const rank = tag.kind === "paragraph" ? style.headings.indexOf(Math.round(line.size)) : -1;
  if (rank !== -1) return { kind: "heading", level: Math.min(rank + 1, LEVELS_MAX), parts: [line.text], last: line };
  const goesOver = before?.kind === tag.kind && tag.kind !== "heading" && before.last.page !== line.page;
  if (goesOver && before !== undefined && goesOn(before.last, line, style)) return null;
  return { kind: tag.kind, level: Math.min(tag.level, DEPTH_MAX), parts: [line.text], last: line };
}

/** Small letters in the lower half of a page. */
function isNote(line: Line, style: Style): boolean {
  if (line.tag !== null && line.tag.kind !== "paragraph") return false;
  return line.size < NOTE_SHARE * style.size && line.y < line.pageHeight / 2;
}

function headingLevel(line: Line, { size, font, headings }: Style): number {
  const rank = headings.indexOf(Math.round(line.size));
  if (rank !== -1) return Math.min(rank + 1, LEVELS_MAX);
  const isOfItsOwn = line.font !== null && line.font !== font && line.size >= size * 0.98;
  const isShort = line.text.length <= HEADING_CHARACTERS_MAX && !/[.;,]$/.test(line.text);
  return isOfItsOwn && isShort ? Math.min(headings.length + 1, LEVELS_MAX) : 0;
}

function goesOn(last: Line, line: Line, style: Style): boolean {
  // Over the end of a page a sentence goes on where it was not finished.
  if (last.page !== line.page) return !/[.:;!?”"]$/.test(last.text) && /^[\p{Ll}\d(]/u.test(line.text);
  return isClose(last, line, style);
}

function isClose(last: Line, line: Line, { gap }: Style): boolean {
  const distance = (last.y - line.y) / Math.max(last.size, line.size);
  return last.page === line.page && distance > 0 && distance <= PARAGRAPH_GAP * gap;
}

/** How deep an item stands, by where the items before it stand. */
function depthOf({ x }: Line, indents: number[]): number {
  while (indents.length > 0 && x < (indents.at(-1) as number) - INDENT_MIN) indents.pop();
  if (indents.length === 0 || x > (indents.at(-1) as number) + INDENT_MIN) indents.push(x);
  return Math.min(indents.length - 1, DEPTH_MAX);
}

/** A word parted at the end of a line is one. */
function addLine(parts: string[], next: string): void {
  const last = parts.at(-1) ?? "";
  const isParted = /\p{Ll}-$/u.test(last) && /^\p{Ll}/u.test(next);
  if (isParted) parts[parts.length - 1] = last.slice(0, -1);
  parts.push(isParted ? next : ` ${next}`);
}

function addBlock(written: string, block: Block, at: number, blocks: readonly Block[]): string {
  const isTight = block.kind === "item" && blocks[at - 1]?.kind === "item";
  return `${written}${isTight ? "\n" : "\n\n"}${writeBlock(block)}`;
}

function writeBlock({ kind, level, parts }: Block): string {
  const text = parts.join("");
  const shown = escapeText(text).replaceAll(/\\\[\^(\d{1,3})\\\]/g, "[^$1]");
  switch (kind) {
    case "heading":
      if (level > 2) return `${"#".repeat(level)} ${shown}`;
      return `${shown}\n${(level === 1 ? "=" : "-").repeat(shown.length)}`;
    case "item":
      return `${"    ".repeat(level)}*   ${escapeText(text.replace(BULLET, ""))}`;
    case "note":
      return shown.replace(/^(\d{1,3})\s*(?:\\?\.)?\s*/, "[^$1]: ");
    case "paragraph":
      return shown;
  }
}
