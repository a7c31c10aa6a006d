import { z } from "zod";

/** What to throw for what does not fit: a sentence is the reader's own. */
export interface Complaints {
  /** A name that the shape has not. */
  readonly unknown: (name: string) => Error;
  /** A value that is not as the shape has it; undefined: none was given. */
  readonly wrong: (name: string, value: string | readonly string[] | undefined, message: string | undefined) => Error;
}

/**
 * Reads names and values, as a form or an address gives them, by a shape: strings, or arrays where a name may come again.
 * Fields that were left empty count as absent. Throws what `complaints` make of the first that does not fit.
 */
export function readShape<Shape extends z.ZodRawShape>(
  sent: URLSearchParams,
  shape: Shape,
  complaints: Complaints,
): z.infer<z.ZodObject<Shape>> {
  const given: Record<string, string | string[]> = {};
  for (const name of new Set(sent.keys())) {
    if (!Object.hasOwn(shape, name)) throw complaints.unknown(name);
    const values = sent.getAll(name).filter((value) => value !== "");
    if (values.length > 0) given[name] = values.length === 1 ? (values[0] as string) : values;
  }
  const result = z.object(shape).safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? "");
  throw complaints.wrong(name, Object.hasOwn(given, name) ? given[name] : undefined, issue?.message);
}
