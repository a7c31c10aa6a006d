/**
 * Canonical JSON (RFC 8785): one value, one text. Members sorted by UTF-16 code units, no white space, numbers and
 * strings as ECMAScript writes them.
 *
 *     canonicalJson({ b: [1.0, "é"], a: null })   →   {"a":null,"b":[1,"é"]}
 */

/** Deeper values are refused, so that hostile nesting cannot exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * The canonical text of a JSON value. Throws a TypeError that names the place for what JSON cannot carry: undefined,
 * functions, NaN, infinities, lone surrogates, objects with a prototype of their own, more than 64 levels.
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$", 0);
}

function write(value: unknown, place: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError(`canonical JSON: more than ${MAX_DEPTH} levels at ${place}`);
  if (typeof value === "string") return writeString(value, place);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "object") return writeCompound(value, place, depth);
  if (typeof value !== "number") throw new TypeError(`canonical JSON: ${typeof value} at ${place}`);
  if (!Number.isFinite(value)) throw new TypeError(`canonical JSON: ${value} at ${place}`);
  return JSON.stringify(value);
}

function writeString(value: string, place: string): string {
  if (!value.isWellFormed()) throw new TypeError(`canonical JSON: lone surrogate at ${place}`);
  return JSON.stringify(value);
}

function writeCompound(value: object, place: string, depth: number): string {
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => write(item, `${place}[${index}]`, depth + 1)).join(",")}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`canonical JSON: not a plain object at ${place}`);
  }
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const written = members.map(
    ([name, member]) => `${writeString(name, place)}:${write(member, `${place}.${name}`, depth + 1)}`,
  );
  return `{${written.join(",")}}`;
}
