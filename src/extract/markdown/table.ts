import { attributeOf } from "../html/node.ts";
import type { ShownElement, ShownNode } from "./collapse.ts";
import type { Place } from "./render.ts";

/** Columns that one cell may span. */
const SPAN_MAX = 20;

/** Columns of a table that are written. */
const COLUMNS_MAX = 1000;

interface Shape {
  /** Whether it is written as a table; one with a table inside, or with a single cell, serves the layout. */
  readonly applies: boolean;
  readonly columns: number;
}

const shapes = new WeakMap<ShownElement, Shape>();

function shapeOf(table: ShownElement): Shape {
  const known = shapes.get(table);
  if (known !== undefined) return known;
  const rows = rowsOf(table);
  const single = rows.length === 1 && (rows[0] as ShownElement).children.length <= 1;
  const columns = rows.reduce((most, row) => Math.max(most, row.children.length), 0);
  const shape = { applies: !single && !table.hasTable, columns: Math.min(columns, COLUMNS_MAX) };
  shapes.set(table, shape);
  return shape;
}

const SECTIONS: ReadonlySet<string> = new Set(["thead", "tbody", "tfoot"]);

function rowsOf(table: ShownElement): ShownElement[] {
  const isRow = (node: ShownNode): node is ShownElement => node.kind === "element" && node.name === "tr";
  return table.children.flatMap((child): ShownElement[] => {
    if (child.kind === "text") return [];
    return SECTIONS.has(child.name) ? child.children.filter(isRow) : [child].filter(isRow);
  });
}

/** A table; one without a heading row gets an empty one, for Markdown has no other. */
export function renderTable(content: string, table: ShownElement): string {
  const { applies, columns } = shapeOf(table);
  if (!applies) return content;
  const lines = content.replace(/\n+/g, "\n");
  const second = lines.trim().split("\n", 2)[1] ?? "";
  const head =
    columns > 0 && !second.startsWith("| ---") ? `|${"     |".repeat(columns)}\n|${" --- |".repeat(columns)}` : "";
  return `\n\n${head}${lines}\n\n`;
}

renderTable.applies = (table: ShownElement): boolean => shapeOf(table).applies;

/** A row, under a heading row the line that marks it. */
export function renderRow(content: string, row: ShownElement, { parent, table }: Place): string {
  if (table === null) return content;
  if (!isHeading(row, parent, table)) return `\n${content}`;
  const { columns } = shapeOf(table);
  return `\n${content}\n| --- |${" --- |".repeat(Math.max(0, columns - 1))}`;
}

function isHeading(row: ShownElement, parent: ShownElement, table: ShownElement): boolean {
  if (parent.name === "thead") return true;
  if (parent.children[0] !== row || !(parent.name === "table" || isFirstBody(parent, table))) return false;
  return row.children.every((cell) => cell.kind === "element" && cell.name === "th");
}

function isFirstBody(section: ShownElement, table: ShownElement): boolean {
  if (section.name !== "tbody") return false;
  const before = table.children[table.children.indexOf(section) - 1];
  return before === undefined || (before.kind === "element" && before.name === "thead" && before.allSpace);
}

/** A cell: one line, at least three characters wide. */
export function renderCell(content: string, cell: ShownElement, { at, table }: Place): string {
  if (table === null) return content;
  const line = content.trim().replaceAll("\n", "<br>").replace(/\|+/g, "\\|").padEnd(3, " ");
  const span = Math.min(Number((cell.source && attributeOf(cell.source, "colspan")) || 1), SPAN_MAX) || 1;
  const spanned = span > 1 ? " |    ".repeat(Math.ceil(span) - 1) : "";
  return `${at === 0 ? "| " : " "}${line}${spanned} |`;
}
