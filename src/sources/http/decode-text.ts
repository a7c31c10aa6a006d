import sniff from "html-encoding-sniffer";

/** The text of an HTML page by the encoding that the WHATWG's sniffing finds: byte order mark, header, meta, else UTF-8 if it is. */
export function decodeText(
  bytes: Uint8Array,
  contentType: string | undefined,
): { readonly text: string; readonly charset: string } {
  const header = /charset\s*=\s*"?([\w:.-]{1,40})/i.exec(contentType ?? "")?.[1];
  const found = sniff(bytes, {
    ...(header === undefined ? {} : { transportLayerEncodingLabel: header }),
    defaultEncoding: "x-user-defined",
  });
  const charset = found === "x-user-defined" ? guess(bytes) : found;
  return { text: new TextDecoder(charset).decode(bytes), charset: charset.toLowerCase() };
}

/** Pages that state no encoding are UTF-8 today, or what browsers take for Western pages. */
function guess(bytes: Uint8Array): string {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
