import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { parseSync, Visitor } from "oxc-parser";

/**
 * Counts which branches of the code an input goes through. Modules loaded after {@link instrument} get a counter at the beginning of
 * each function, arm and loop; what they compare with (string literals) becomes the dictionary of the mutations.
 */
export interface Coverage {
  /** One for each branch, wrapping at 256. */
  readonly counters: Uint8Array;
  /** Counters in use. */
  used(): number;
  readonly words: ReadonlySet<string>;
}

/** Branches that are counted; later ones share the last counter. */
const COUNTERS = 1 << 18;
const WORD_LENGTH_MAX = 24;
const NAME = "corrigibleFuzzCounters";

/** Instruments modules whose path `wanted` accepts, from now on. */
export function instrument(wanted: (path: string) => boolean): Coverage {
  const counters = new Uint8Array(COUNTERS);
  const words = new Set<string>();
  let used = 0;
  Object.assign(globalThis, { [NAME]: counters });
  registerHooks({
    load(url, context, nextLoad) {
      const path = url.startsWith("file:") ? fileURLToPath(url) : "";
      if (!/\.(?:ts|js|mjs)$/.test(path) || !wanted(path)) return nextLoad(url, context);
      const text = readFileSync(path, "utf8");
      const format = context.format?.replace("-typescript", "") ?? "module";
      const source = insertCounters(path, text, { next: () => Math.min(used++, COUNTERS - 1), words });
      return { format, source: path.endsWith(".ts") ? stripTypeScriptTypes(source) : source, shortCircuit: true };
    },
  });
  return { counters, used: () => Math.min(used, COUNTERS), words };
}

interface Span {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The source with a counter at each branch. */
function insertCounters(
  path: string,
  text: string,
  { next, words }: { readonly next: () => number; readonly words: Set<string> },
): string {
  const opening: [at: number, code: string][] = [];
  const closing: [at: number, code: string][] = [];
  const count = (): string => `globalThis.${NAME}[${next()}]++`;
  const wrap = ({ start, end }: Span, [before, after]: readonly [string, string]): void => {
    opening.push([start, before]);
    closing.push([end, after]);
  };
  const inExpression = (node: Span): void => wrap(node, [`(${count()},`, ")"]);
  const inStatement = (node: Span | null): void => {
    if (node?.type === "BlockStatement") opening.push([node.start + 1, `${count()};`]);
    else if (node) wrap(node, [`{${count()};`, "}"]);
  };
  const loop = ({ body }: { readonly body: Span }): void => inStatement(body);
  new Visitor({
    FunctionDeclaration: ({ body }) => inStatement(body),
    FunctionExpression: ({ body }) => inStatement(body),
    ArrowFunctionExpression: ({ body, expression }) => (expression ? inExpression(body) : inStatement(body)),
    IfStatement({ consequent, alternate }) {
      inStatement(consequent);
      inStatement(alternate);
    },
    ForStatement: loop,
    ForInStatement: loop,
    ForOfStatement: loop,
    WhileStatement: loop,
    DoWhileStatement: loop,
    ConditionalExpression({ consequent, alternate }) {
      inExpression(consequent);
      inExpression(alternate);
    },
    LogicalExpression: ({ right }) => inExpression(right),
    SwitchCase({ consequent }) {
      const [first] = consequent;
      if (first) opening.push([first.start, `${count()};`]);
    },
    Literal({ value }) {
      if (typeof value === "string" && value.length > 0 && value.length <= WORD_LENGTH_MAX) words.add(value);
    },
  }).visit(parseSync(path, text).program);
  return splice(text, opening, closing);
}

function splice(
  text: string,
  opening: readonly (readonly [at: number, code: string])[],
  closing: readonly (readonly [at: number, code: string])[],
): string {
  // At one place inner things end before outer ones, and what ends does so before the next begins.
  const inserts = [
    ...closing.toReversed().map((one) => [...one, 0] as const),
    ...opening.map((one) => [...one, 1] as const),
  ];
  const sorted = inserts.toSorted(([a, , kindA], [b, , kindB]) => a - b || kindA - kindB);
  let [from, out] = [0, ""];
  for (const [at, code] of sorted) {
    out += text.slice(from, at) + code;
    from = at;
  }
  return out + text.slice(from);
}
