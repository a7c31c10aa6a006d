/**
 * Characters that a page or a terminal hides or obeys, by the classes of the Unicode standard: controls but tabs and line ends,
 * what formats (joins, hides, turns the direction), lone surrogates, other line ends, and what is drawn as nothing where it is
 * not known (fillers, tags). Not the selectors that choose between two drawings of the character before, as emoji do.
 */
export const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\ufe00-\ufe0f\t\n]]/gv;

/** Of these, what words of some languages need, and emoji of several parts: they join and part letters. */
const JOINERS = /[\u200c\u200d]/;

/** Archive text (attacker-controlled) on one line, with nothing in it that a terminal obeys or that hides from a reader. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(INVISIBLE, (character) => (JOINERS.test(character) ? character : ""))
    .trim();
}

/** Control characters but tabs and line ends: no text, and a terminal would obey them. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A whole text as it stands, without control characters. */
export const manyLines = (text: string): string => text.replaceAll(CONTROL, "");
