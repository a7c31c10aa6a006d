import { z } from "zod";
import { BadRequest } from "./page.ts";
import { readShape } from "./read-shape.ts";

/**
 * Reads the part of an address after "?" by a shape: strings, or arrays where a name may come again. A form sends
 * fields that were left empty: they count as absent. Throws BadRequest for a name or a value that the page does not
 * know.
 *
 *     const filter = readQuery(query, { lab: z.string().optional(), page: pageNumber });
 */
export function readQuery<Shape extends z.ZodRawShape>(
  query: URLSearchParams,
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  return readShape(query, shape, {
    unknown: (name) =>
      new BadRequest(`This page has no filter “${name}”; it has ${Object.keys(shape).join(", ") || "none"}.`),
    wrong: (name, value = "", message = "unknown value") =>
      new BadRequest(`“${name}” cannot be “${String(value)}”: ${message}.`),
  });
}

/** Pages of a list are counted from 1. */
export const PAGE_NUMBER_MAX = 10_000;
export const pageNumber = z.coerce
  .number("a page is a number from 1")
  .int("a page is a whole number")
  .min(1, "a page is a number from 1")
  .max(PAGE_NUMBER_MAX, `a page is at most ${PAGE_NUMBER_MAX}`)
  .default(1);

/** A day in UTC, "2024-01-10". */
export const day = z.iso.date("a day is written as 2024-01-10");

/** One of our words; the message names them all. */
export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, `it is one of ${values.join(", ")}`);
}

/** The same page's address with other values; null takes a name away. Names keep their order. */
export function withQuery(
  path: string,
  query: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === "" ? path : `${path}?${text}`;
}
