import { INVISIBLE } from "../std/index.ts";

/** What a log or a trace may hold of a value: no secret, bounded, and on one line whatever an archive wrote. */

/** Longest string that is kept, in characters; longer ones are cut. */
const LENGTH_MAX = 4_000;
/** Members and items that are kept of one value, and how deep it is looked into. */
const MEMBERS_MAX = 64;
const DEPTH_MAX = 4;

/** Names of what is secret, whatever it holds. */
const SECRET = /pass(word|phrase)|secret|token|cookie|authorization|credential|api.?key|signer.?key|private/i;
const HIDDEN = "[hidden]";

/** A copy of a value for a log: errors spelled out with their causes, secrets hidden, passwords taken out of addresses. */
export function safeValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return safeText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEPTH_MAX) return "…";
  if (value instanceof Error) return safeError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MEMBERS_MAX).map((one) => safeValue(one, depth + 1));
  const members = Object.entries(value).slice(0, MEMBERS_MAX);
  return Object.fromEntries(
    members.map(([name, one]) => [name, SECRET.test(name) ? HIDDEN : safeValue(one, depth + 1)]),
  );
}

function safeError({ name, message, stack, cause }: Error, depth: number): unknown {
  return {
    name,
    message: safeText(message),
    stack: safeText(stack ?? ""),
    ...(cause === undefined ? {} : { cause: safeValue(cause, depth + 1) }),
  };
}

/** Before an address's host: name and password. RFC 3986, section 3.2.1. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]+@/gi;
/** In an address's query: what names a secret. */
const SECRET_PARAMETER = /([?&](?:[a-z_-]{0,20}(?:token|secret|password|key|signature|code)))=[^&\s"#]+/gi;

/** A text without the passwords of its addresses, then cut where it is too long: of a secret that is cut, half would stay. */
export function safeText(text: string): string {
  const hidden = text.replaceAll(USER_INFO, `$1${HIDDEN}@`).replaceAll(SECRET_PARAMETER, `$1=${HIDDEN}`);
  return hidden.length > LENGTH_MAX ? `${hidden.slice(0, LENGTH_MAX)}…` : hidden;
}

/** A line of JSON with characters that a terminal obeys, or that hide from a reader, written as \uXXXX: the same value. */
export const spelledOut = (line: string): string => line.replaceAll(INVISIBLE, jsonEscapes);

function jsonEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
