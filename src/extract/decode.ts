/** What a page's bytes are. */
export type Decoded =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "pdf" }
  /** No text: an image, an archive. */
  | { readonly kind: "binary" };

/** Bytes at the beginning in which the page may name its encoding, and a zero byte shows that it is no text. */
const HEAD_BYTES = 4096;

/** Encoding of what names none and is not UTF-8: what browsers take. */
const FALLBACK = "windows-1252";

/** Reads a page's bytes as text: by its byte order mark, as UTF-8 if it is that, else as it says itself. */
export function decodePage(bytes: Uint8Array): Decoded {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
  if (/^\s{0,64}%PDF-/.test(head)) return { kind: "pdf" };
  const marked = markOf(bytes);
  if (marked === null && head.includes("\0")) return { kind: "binary" };
  return { kind: "text", text: decodeAs(bytes, marked ?? "utf-8") ?? decodeDeclared(bytes, head) };
}

function markOf([first, second]: Uint8Array): string | null {
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : null;
}

function decodeDeclared(bytes: Uint8Array, head: string): string {
  const [, declared = FALLBACK] = /<meta\b[^>]{0,200}?\bcharset\s{0,8}=\s{0,8}["']?([\w-]{1,40})/i.exec(head) ?? [];
  // One wrong byte makes no page another encoding than it says.
  if (/^utf-?8$/i.test(declared)) return new TextDecoder("utf-8").decode(bytes);
  return decodeAs(bytes, declared) ?? new TextDecoder(FALLBACK).decode(bytes);
}

/** Null where the bytes are not in this encoding, or it is unknown. */
function decodeAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
