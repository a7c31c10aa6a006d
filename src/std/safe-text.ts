/** Control characters, and those that turn the direction of text: a terminal would obey them. */
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Archive text (attacker-controlled) on one line, with nothing in it that a terminal obeys or that hides from a reader. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(UNSAFE, "").trim();
}

/** Control characters but tabs and line ends: no text, and a terminal would obey them. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A whole text as it stands, without control characters. */
export const manyLines = (text: string): string => text.replaceAll(CONTROL, "");
