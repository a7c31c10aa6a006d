import { z } from "zod";
import { isPasswordTooLong, PASSWORD_LENGTH_MAX } from "../../accounts/index.ts";

/** A form's field of a password. One that is too long is refused, and never cut. */
export const passwordField = z
  .string()
  .refine((password) => !isPasswordTooLong(password), `a password has at most ${PASSWORD_LENGTH_MAX} characters`);
