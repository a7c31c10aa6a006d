import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type * as z from "zod";
import { type CasebookRecord, casebookRecordSchema } from "../../model/index.ts";
import { findComplexKey } from "../../std/yaml-keys.ts";
import { type CasebookProblem, formatField } from "./problem.ts";

/** One item of a file, whether or not it is a record. */
export interface CasebookItem {
  readonly file: string;
  /** As written, so that others may refer to it even where the record has errors; null without one. */
  readonly id: string | null;
  readonly record: CasebookRecord | null;
  /** Line of a field, or of the nearest part of the item that holds it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

export interface ParsedFile {
  readonly items: readonly CasebookItem[];
  readonly problems: readonly CasebookProblem[];
}

/** Problems told of one record, and of the YAML of one file. */
const PROBLEMS_MAX = 200;

type Report = (line: number, field: string, message: string) => void;

/** The records of one file, a list or a single record. Never throws: what it cannot read is a problem with its line. */
export function parseFile(text: string, file: string): ParsedFile {
  const problems: CasebookProblem[] = [];
  const report: Report = (line, field, message) => problems.push({ file, line, field, message });
  const lines = new LineCounter();
  const document = parseText(text, lines, report);
  if (document === null || problems.length > 0) return { items: [], problems };
  const items = itemsOf(document, report).map((node) => parseItem({ node, document, file, lines, report }));
  return { items, problems };
}

/** Parses YAML without its surprises: no tags of others, no aliases, no second document, no key twice. */
function parseText(text: string, lines: LineCounter, report: Report): Document | null {
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  // The parser's own check of keys takes a time that grows with their square; ours does not.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, resolveKnownTags: false } as const;
  try {
    const document = parseDocument(text, { ...options, schema: "core" });
    const [first, ...others] = [...document.errors, ...document.warnings];
    if (first?.message.includes("call stack")) throw new RangeError(first.message);
    for (const { pos, message } of first === undefined ? [] : [first, ...others].slice(0, PROBLEMS_MAX)) {
      report(lineAt(pos[0]), "", message.replaceAll(/\s+/g, " "));
    }
    visit(document, {
      Alias: (_, { range }) => report(lineAt(range?.[0] ?? 0), "", "aliases are not used here; repeat it"),
      Map: (_, map) => {
        for (const key of keysTwice(map)) report(lineAt(key.range?.[0] ?? 0), String(key.value), "is there twice");
      },
    });
    const complex = findComplexKey(document);
    if (complex !== null) report(lineAt(complex), "", "a name must be a word");
    return document;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report(1, "", "is nested too deeply");
    return null;
  }
}

function keysTwice({ items }: YAMLMap): Scalar[] {
  const known = new Set<unknown>();
  const keys = items.map(({ key }) => key).filter((key) => isScalar(key));
  return keys.filter(({ value }) => known.has(value) || !known.add(value));
}

function itemsOf({ contents }: Document, report: Report): readonly unknown[] {
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  if (isSeq(contents)) return contents.items;
  if (isMap(contents)) return [contents];
  report(1, "", "must be a list of records");
  return [];
}

interface ItemSource {
  readonly node: unknown;
  readonly document: Document;
  readonly file: string;
  readonly lines: LineCounter;
  readonly report: Report;
}

function parseItem({ node, document, file, lines, report }: ItemSource): CasebookItem {
  const lineOf = (path: readonly PropertyKey[]): number => lines.linePos(offsetOf(node, path)).line;
  if (!isMap(node)) {
    report(lineOf([]), "", "must be a record, a map of fields");
    return { file, id: null, record: null, lineOf };
  }
  const value: unknown = node.toJS(document, { maxAliasCount: 0 });
  const parsed = casebookRecordSchema.safeParse(value);
  for (const issue of (parsed.error?.issues ?? []).slice(0, PROBLEMS_MAX)) reportIssue(issue, value, lineOf, report);
  const id = node.get("id");
  return { file, id: typeof id === "string" ? id : null, record: parsed.data ?? null, lineOf };
}

/** Where a part of a node begins in the text; of a part that is not there, the nearest that would hold it. */
function offsetOf(node: unknown, path: readonly PropertyKey[]): number {
  let [part, offset] = [node, startOf(node) ?? 0];
  for (const step of path) {
    const pair = isMap(part) ? part.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
    const item = isSeq(part) && typeof step === "number" ? part.items[step] : undefined;
    const start = startOf(pair?.key) ?? startOf(item);
    if (start === null) break;
    [part, offset] = [pair?.value ?? item, start];
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isNodeWithRange(node) ? (node.range?.[0] ?? null) : null;
}

function isNodeWithRange(node: unknown): node is Node {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
}

type Issue = z.core.$ZodIssue;

function reportIssue(issue: Issue, value: unknown, lineOf: CasebookItem["lineOf"], report: Report): void {
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys.slice(0, PROBLEMS_MAX)) {
      const path = [...issue.path, key];
      report(lineOf(path), formatField(path), "is not a field of such a record");
    }
    return;
  }
  const inner = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
  const message = isThere(value, issue.path) ? (inner ?? issue.message) : "is missing";
  report(lineOf(issue.path), formatField(issue.path), message);
}

function isThere(value: unknown, path: readonly PropertyKey[]): boolean {
  let part = value;
  for (const step of path) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, step)) return false;
    part = (part as Record<PropertyKey, unknown>)[step];
  }
  return true;
}
