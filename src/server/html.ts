/**
 * Markup that escapes by default: ``html`<p>${text}</p>` `` writes `text` as text. Archive text is attacker-controlled;
 * the only way around the escaping is another piece made by `html`, or `trusted`, which takes texts of ours.
 */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template: text and numbers are escaped, `null` and `undefined` leave nothing. */
export type Content = string | number | Html | null | undefined | readonly Content[];

/** Makes markup from a template. Values may stand in text and in quoted attributes, nowhere else. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(strings.map((part, at) => part + (at < values.length ? renderContent(values[at]) : "")).join(""));
}

/** Markup of ours that is no template, such as a style sheet. Never for archive text. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function renderContent(content: Content): string {
  if (content === null || content === undefined) return "";
  if (content instanceof Html) return content.toString();
  if (typeof content === "object") return content.map((one) => renderContent(one)).join("");
  return escapeText(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Controls, invisible characters and those that turn the direction of text: a page would hide or obey them. */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]|[\u{e0000}-\u{e007f}]/gu;

/** Escapes text for markup and quoted attributes; characters that nobody would see are spelled out, as "[U+202E]". */
export function escapeText(text: string): string {
  return text
    .replaceAll(INVISIBLE, (character) => `[U+${hexOf(character)}]`)
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

const hexOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
