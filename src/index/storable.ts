/** Values as columns hold them. */
export type Storable = string | number | null;

/**
 * The same text for all databases, in rows and in questions: PostgreSQL knows no U+0000, and neither knows half a surrogate
 * pair. Both become U+FFFD, as they do in CommonMark and in UTF-8.
 */
export function storable<Value>(value: Value): Value | string {
  return typeof value === "string" ? value.replaceAll("\0", "\u{FFFD}").toWellFormed() : value;
}
