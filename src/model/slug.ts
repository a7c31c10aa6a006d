/**
 * A name as part of an id: lower-case letters and digits of any script, everything between them one hyphen, accents
 * dropped. Never empty: a name without letters and digits is spelt by its code points.
 *
 *     DALL·E → dall-e    Société Générale → societe-generale    文心一言 → 文心一言    ☃ → u2603
 */
export function slug(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
  const words = plain.replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, "-").replaceAll(/^-|-$/g, "");
  return words || Array.from(text || "\0", (character) => `u${character.codePointAt(0)?.toString(16)}`).join("-");
}
