import type { z } from "zod";
import { BadRequest } from "./page.ts";
import { readShape } from "./read-shape.ts";

/** The field that holds the session's token. */
export const FORM_TOKEN = "form-token";

/** One field of a form was wrong. */
export class BadField extends BadRequest {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * Reads what a form sent, by its shape. Fields left empty count as absent. Throws BadField for the first that is not as
 * the shape has it, BadRequest for one that the form does not have.
 */
export function readFields<Shape extends z.ZodRawShape>(
  sent: URLSearchParams,
  shape: Shape,
): z.infer<z.ZodObject<Shape>> {
  const fields = new URLSearchParams(sent);
  fields.delete(FORM_TOKEN);
  return readShape(fields, shape, {
    unknown: (name) => new BadRequest(`This form has no field “${name}”.`),
    wrong: (name, value, message = "not as expected") =>
      new BadField(name, value === undefined ? `“${name}” is missing.` : `“${name}”: ${message}.`),
  });
}
