/**
 * A line-level splitter of Markdown as archives of web pages hold it (turndown's dialect): headings in both
 * forms, list items with their nesting, table rows, paragraphs. It never fails and reads each line once. A
 * full CommonMark parser is the tests' oracle; at 1–2 MB/s it is too slow for an archive.
 *
 * ```
 * Usage policies            heading, level 1 (underlined by =)
 * ==============
 * We don't allow:           paragraph
 * *   Violence:             item, depth 0
 *     *   against animals   item, depth 1
 * ```
 */

export type BlockKind = "heading" | "item" | "row" | "paragraph";

export interface Block {
  readonly kind: BlockKind;
  /** Heading level 1..6, or nesting depth of an item from 0; 0 otherwise. */
  readonly level: number;
  /** Where the block's own words stand in the text, markers left out, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const ATX = /^ {0,3}(#{1,6})[ \t]+/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const ITEM = /^([ \t]*)(?:[*+•◦▪·–-]|\d{1,3}[.)])(?:[ \t]+|$)/;
const TABLE_RULE = /^[ \t|:-]+$/;
/** An item's indentation in columns per level of nesting, as turndown writes it. */
const INDENT_COLUMNS = 2;

interface Open {
  kind: BlockKind;
  level: number;
  start: number;
  end: number;
}

/** Splits Markdown into blocks in document order. */
export function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const indents: number[] = [];
  let open: Open | null = null;
  const close = (): void => {
    if (open && open.end > open.start) blocks.push(open);
    open = null;
  };
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const lineEnd = newline === -1 ? text.length : newline;
    const line = text.slice(at, lineEnd);
    open = readLine(line, at, open, blocks, indents, close);
    at = lineEnd + 1;
  }
  close();
  return blocks;
}

function readLine(
  line: string,
  at: number,
  open: Open | null,
  blocks: Block[],
  indents: number[],
  close: () => void,
): Open | null {
  const trimmedEnd = line.trimEnd().length;
  if (trimmedEnd === 0) {
    close();
    return null;
  }
  if (open?.kind === "paragraph" && SETEXT.test(line)) {
    blocks.push({ kind: "heading", level: line.trimStart().startsWith("=") ? 1 : 2, start: open.start, end: open.end });
    indents.length = 0;
    return null;
  }
  if (RULE.test(line)) {
    close();
    return null;
  }
  const heading = ATX.exec(line);
  if (heading) {
    close();
    indents.length = 0;
    const end = headingEnd(line, heading[0].length);
    const level = (heading[1] as string).length;
    if (end > heading[0].length) blocks.push({ kind: "heading", level, start: at + heading[0].length, end: at + end });
    return null;
  }
  const item = ITEM.exec(line);
  if (item) {
    close();
    return openItem(item, line, at, trimmedEnd, indents);
  }
  if (line.trimStart().startsWith("|")) {
    close();
    if (!TABLE_RULE.test(line)) pushCells(line, at, blocks);
    return null;
  }
  if (open) {
    open.end = at + trimmedEnd;
    return open;
  }
  const start = at + line.length - line.trimStart().length;
  if (indents.length > 0 && start === at) indents.length = 0;
  return { kind: "paragraph", level: 0, start, end: at + trimmedEnd };
}

/** Where the words of a heading end that begin at `start`: spaces, and hashes that close it, stand after them. */
function headingEnd(line: string, start: number): number {
  const skip = (from: number, characters: string): number => {
    let end = from;
    while (end > start && characters.includes(line[end - 1] as string)) end--;
    return end;
  };
  const end = skip(line.length, " \t");
  const closing = skip(end, "#");
  const words = skip(closing, " \t");
  return closing < end && (words < closing || closing === start) ? words : end;
}

function openItem(item: RegExpExecArray, line: string, at: number, trimmedEnd: number, indents: number[]): Open {
  const columns = (item[1] as string).replaceAll("\t", "    ").length;
  while (indents.length > 0 && columns < (indents.at(-1) as number)) indents.pop();
  if (indents.length === 0 || columns >= (indents.at(-1) as number) + INDENT_COLUMNS) indents.push(columns);
  const marker = item[0].length;
  // "*   ### Heading" inside an item: the words count, not the marks.
  const hashes = /^#{1,6}[ \t]+/.exec(line.slice(marker))?.[0].length ?? 0;
  const start = at + marker + hashes;
  return { kind: "item", level: indents.length - 1, start, end: Math.max(start, at + trimmedEnd) };
}

function pushCells(line: string, at: number, blocks: Block[]): void {
  let from = line.indexOf("|") + 1;
  for (;;) {
    const bar = line.indexOf("|", from);
    const raw = line.slice(from, bar === -1 ? line.length : bar);
    const start = at + from + (raw.length - raw.trimStart().length);
    const end = start + raw.trim().length;
    if (end > start) blocks.push({ kind: "row", level: 0, start, end });
    if (bar === -1) return;
    from = bar + 1;
  }
}
