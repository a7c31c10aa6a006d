/** Characters that mean something in Markdown wherever they stand. */
const ANYWHERE = /[\\*_`[\]]/;
const ANYWHERE_CODES: ReadonlySet<number> = new Set(Array.from("\\*_`[]", (character) => character.charCodeAt(0)));

/** A text as Markdown shows it: what would read as markup gets a backslash. */
export function escapeText(text: string): string {
  return escapeStart(ANYWHERE.test(text) ? escapeAnywhere(text) : text);
}

/** By hand: a replacement takes twice as long where there are millions to make. */
function escapeAnywhere(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (!ANYWHERE_CODES.has(text.charCodeAt(i))) continue;
    pieces.push(text.slice(from, i));
    from = i;
  }
  pieces.push(text.slice(from));
  return pieces.join("\\");
}

/** What means something at the beginning of a line alone. */
function escapeStart(text: string): string {
  switch (text.charAt(0)) {
    case "-":
    case ">":
    case "=":
      return `\\${text}`;
    case "+":
      return text.startsWith("+ ") ? `\\${text}` : text;
    case "~":
      return text.startsWith("~~~") ? `\\${text}` : text;
    case "#":
      return /^#{1,6} /.test(text) ? `\\${text}` : text;
    default:
      return /^\d+\. /.test(text) ? text.replace(".", "\\.") : text;
  }
}

/** The address of a link or an image. */
export function escapeAddress(address: string): string {
  const escaped = address.replace(/[<>()]/g, "\\$&");
  return escaped.includes(" ") ? `<${escaped}>` : escaped;
}

/** The title of a link or an image as it stands behind the address; "" where there is none. */
export function titlePart(title: string | undefined): string {
  const cleaned = cleanAttribute(title);
  return cleaned === "" ? "" : ` "${cleaned.replaceAll('"', '\\"')}"`;
}

/** An attribute without empty lines, which would end the paragraph. */
export function cleanAttribute(value: string | undefined): string {
  return (value ?? "").replace(/\n\s*/g, "\n");
}
