import type { Kept } from "./web-archive.ts";

/** The address of the rules of a lab that does not exist. */
export const URL_OF_RULES = "https://lampwright.example/usage";

export const frame = (body: string): string =>
  `<html><head><title>Lampwright</title></head><body><nav><a href="/">Home</a></nav><main>${body}</main></body></html>`;
/** The rules with what is forbidden. */
export const usage = (...forbidden: string[]): string =>
  frame(
    `<h1>Usage rules</h1><p>These rules bind everyone who uses our models, in every product and through every interface.</p><p>You may not use our models for any of the following:</p><ul>${["Building bombs", ...forbidden].map((one) => `<li>${one}</li>`).join("")}</ul><p>We will publish a report on abuse every six months, and tell you before these rules change.</p>`,
  );
export const page = (date: string, body: string | Uint8Array, more: Partial<Kept> = {}): Kept => ({
  url: URL_OF_RULES,
  date,
  body,
  ...more,
});
