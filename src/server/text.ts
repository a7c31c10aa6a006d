import type { html } from "hono/html";
import type { JSX } from "hono/jsx/jsx-runtime";
import { INVISIBLE } from "../std/index.ts";

/** What a template gives: markup whose values are escaped. */
export type Html = ReturnType<typeof html>;

/** Spells out the characters that nobody would see, as "[U+202E]": archive text must not reorder or hide a page's text. */
export function showInvisible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) => `[U+${hexOf(character)}]`);
}

const hexOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");

/** An address that a page may link to: absolute, by HTTP. Null for any other, such as `javascript:`. */
export function safeLink(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** The markup of an element whose components are all synchronous. */
export function toMarkup(element: JSX.Element | Html): string {
  // oxlint-disable-next-line no-base-to-string -- Hono's elements render themselves so
  return element.toString() as string;
}
