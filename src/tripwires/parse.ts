import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type * as z from "zod";
import { nearNames, oneLine } from "../std/index.ts";
import { findComplexKey } from "../std/yaml-keys.ts";
import { type Channel, CHANNEL_KINDS, FIELDS, fileSchema, kindOf, type Tripwire } from "./declaration.ts";

/** The file of a workspace in which tripwires are declared. */
export const TRIPWIRES_FILE = "tripwires.yaml";

/** Longest file that is read, in characters; problems told of one, at most. */
const FILE_LENGTH_MAX = 2_000_000;
const PROBLEMS_MAX = 50;

/** What is wrong, in one line, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** One line, without a final stop. */
  readonly message: string;
}

export interface Declared {
  /** Without a slash at the end; null where none is named. */
  readonly dashboard: string | null;
  readonly tripwires: readonly Tripwire[];
  readonly channels: ReadonlyMap<string, Channel>;
}

export interface ParsedFile {
  /** Null where there is a problem. */
  readonly declared: Declared | null;
  /** By line. */
  readonly problems: readonly Problem[];
  /** The line at which something stands, or the nearest thing around it: `lineOf(["tripwires", 0, "lab"])`. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

type Path = readonly PropertyKey[];

/** Reads the text of the file. Never throws: what is wrong is told, each thing in one line. */
export function parseTripwires(text: string): ParsedFile {
  const lines = new LineCounter();
  if (text.length > FILE_LENGTH_MAX) return failed([{ line: 1, message: `longer than ${FILE_LENGTH_MAX} characters` }]);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message: oneLine(message) })),
    );
  }
  const complex = findComplexKey(document);
  if (complex !== null) return failed([{ line: lines.linePos(complex).line, message: "a name must be a word" }]);
  const lineOf = (path: Path): number => lines.linePos(positionOf(document.contents, path)).line;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    return failed([{ line: 1, message: "has an alias (*name), which is not read; write it out" }]);
  }
  const result = fileSchema.safeParse(value);
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => problemsOf(issue, value, lineOf));
    return { declared: null, problems: sorted(found), lineOf };
  }
  const { dashboard, tripwires, channels = {} } = result.data;
  const declared = {
    dashboard: dashboard === undefined ? null : dashboard.replace(/\/$/, ""),
    tripwires,
    channels: new Map(Object.entries(channels)),
  };
  const problems = sorted(checkWithin(declared, lineOf));
  return { declared: problems.length === 0 ? declared : null, problems, lineOf };
}

const failed = (problems: readonly Problem[]): ParsedFile => ({ declared: null, problems, lineOf: () => 1 });

const sorted = (problems: readonly Problem[]): Problem[] =>
  problems
    .toSorted((a, b) => a.line - b.line)
    .slice(0, PROBLEMS_MAX)
    .map(({ line, message }) => ({ line, message: oneLine(message) }));

/** Where the thing at a path stands, from the start of the text; of a field, its key. */
function positionOf(root: Node | null, path: Path): number {
  let [at, node] = [startOf(root), root as unknown];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!isPair(pair)) return at;
      at = startOf(pair.key);
      node = pair.value;
    } else {
      const items: unknown = typeof node === "object" && node !== null && "items" in node ? node.items : [];
      const item: unknown = Array.isArray(items) ? items[Number(step)] : undefined;
      if (item === undefined) return at;
      at = startOf(item);
      node = item;
    }
  }
  return at;
}

const startOf = (node: unknown): number =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range) ? Number(node.range[0]) : 0;

/** What one issue of the schema says, in our words. */
function problemsOf(issue: z.core.$ZodIssue, value: unknown, lineOf: ParsedFile["lineOf"]): Problem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const near = nearNames(key, fieldsAt(path, value));
      const hint = near.length > 0 ? `; did you mean ${near[0]}?` : `; there are ${fieldsAt(path, value).join(", ")}`;
      return { line: lineOf([...path, key]), message: `${placeOf(path, value)}unknown field ${key}${hint}` };
    });
  }
  // A single value is read as a list of one: what is wrong with it is then said of a first item.
  const field =
    typeof path.at(-1) === "number" && !Array.isArray(valueAt(value, path.slice(0, -1))) ? path.slice(0, -1) : path;
  const missing = valueAt(value, field) === undefined ? "is missing: " : "";
  return [{ line: lineOf(path), message: `${placeOf(path, value)}${missing}${plain(issue)}` }];
}

const plain = ({ message }: z.core.$ZodIssue): string => message.replace(/\.$/, "");

/** `quiet-weakening: severity: `, as far as a path leads. */
function placeOf(path: Path, value: unknown): string {
  const [section, which, ...field] = path;
  if (section === undefined) return "";
  if (which === undefined) return `${String(section)}: `;
  const name = section === "tripwires" ? valueAt(value, [section, which, "name"]) : which;
  const told = typeof name === "string" ? name : `tripwire ${Number(which) + 1}`;
  return [told, ...field.filter((step) => typeof step === "string")].map((step) => `${step}: `).join("");
}

function fieldsAt([section, which]: Path, value: unknown): readonly string[] {
  if (section === undefined) return FIELDS.file;
  const at = valueAt(value, [section, which ?? ""]);
  if (section === "channels") {
    const kind = kindOf(at);
    return kind === null ? Object.keys(CHANNEL_KINDS) : Object.keys(CHANNEL_KINDS[kind].shape);
  }
  const when = valueAt(at, ["when"]);
  return typeof when === "string" && Object.hasOwn(FIELDS, when) ? FIELDS[when as keyof typeof FIELDS] : [];
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

/** Names given twice, and channels that are not declared. */
function checkWithin({ tripwires, channels }: Declared, lineOf: ParsedFile["lineOf"]): Problem[] {
  const lines = new Map<string, number>();
  return tripwires.flatMap(({ name, notify = [] }, at) => {
    const line = lineOf(["tripwires", at, "name"]);
    const other = lines.get(name);
    lines.set(name, other ?? line);
    const twice =
      other === undefined ? [] : [{ line, message: `${name}: is declared in line ${other} too; rename one` }];
    const unknown = notify
      .filter((channel) => !channels.has(channel))
      .map((channel) => ({
        line: lineOf(["tripwires", at, "notify"]),
        message: `${name}: notify: ${describeUnknown("channel", channel, [...channels.keys()])}`,
      }));
    return [...twice, ...unknown];
  });
}

/** "no lab "opnai"; did you mean openai?" */
export function describeUnknown(what: string, name: string, known: readonly string[]): string {
  const near = nearNames(name, known);
  const hint = near.length > 0 ? `; did you mean ${near.join(", ")}?` : known.length === 0 ? "; there is none" : "";
  return `no ${what} "${name}"${hint}`;
}
