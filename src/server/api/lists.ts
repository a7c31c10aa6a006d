import { z } from "zod";
import { BadRequest } from "../page.ts";
import { day } from "../query.ts";

/** Most items of one answer, and how many where nobody says. */
export const LIMIT_MAX = 200;
export const LIMIT_DEFAULT = 50;
/** Longest cursor that is read, in characters. */
const CURSOR_LENGTH_MAX = 600;

/** What every list takes beside its filters. */
export const LIST_SHAPE = {
  limit: z.coerce
    .number("a limit is a number from 1")
    .int("a limit is a whole number")
    .min(1, "a limit is a number from 1")
    .max(LIMIT_MAX, `a limit is at most ${LIMIT_MAX}`)
    .default(LIMIT_DEFAULT)
    .describe("most items of the answer"),
  cursor: z
    .string()
    .max(CURSOR_LENGTH_MAX, "no cursor is so long")
    .optional()
    .describe("`next` of the answer before; the filters stay the same"),
};

/** A day up to which a list tells. */
export const AS_OF_SHAPE = { "as-of": day.optional().describe("what was recorded or known up to this day, UTC") };

export interface ListRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A part of a list, before its items are in the words of the answer. */
export interface Part<Item> {
  readonly total: number | null;
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What names a place in a list: the values that it is ordered by. */
export type Key = readonly (string | number)[];

/** A place as an opaque text. */
export const encodeCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** The place that a cursor names: as many values, of the same types, as `like`. Throws BadRequest for anything else. */
export function decodeCursor<Like extends Key>(cursor: string | undefined, like: Like): Like | null {
  if (cursor === undefined) return null;
  const key = parseJson(Buffer.from(cursor, "base64url").toString("utf8"));
  const fits =
    Array.isArray(key) &&
    key.length === like.length &&
    like.every((value, at) =>
      typeof value === "number" ? Number.isSafeInteger(key[at]) : typeof key[at] === "string",
    );
  if (!fits) throw new BadRequest("“cursor” is none of this list: take `next` of the answer before.");
  return key as unknown as Like;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** How a list is ordered: its key, and for each value of it 1 for rising or -1 for falling. */
export interface Order<Item> {
  readonly keyOf: (item: Item) => Key;
  readonly signs: readonly (1 | -1)[];
}

/** The part of a list that a request asks for. What is recorded meanwhile moves no place. */
export function takePart<Item>(all: readonly Item[], { keyOf, signs }: Order<Item>, request: ListRequest): Part<Item> {
  const compare = (a: Key, b: Key): number => {
    const at = signs.findIndex((_, place) => a[place] !== b[place]);
    if (at === -1) return 0;
    return ((a[at] as string) < (b[at] as string) ? -1 : 1) * (signs[at] ?? 1);
  };
  const sorted = all.map((item) => ({ item, key: keyOf(item) })).toSorted((a, b) => compare(a.key, b.key));
  const after = decodeCursor(request.cursor, sorted[0]?.key ?? signs.map(() => ""));
  const left = after === null ? sorted : sorted.filter(({ key }) => compare(key, after) > 0);
  const part = left.slice(0, request.limit);
  const last = part.at(-1);
  return {
    total: all.length,
    items: part.map(({ item }) => item),
    next: last !== undefined && left.length > part.length ? encodeCursor(last.key) : null,
  };
}
