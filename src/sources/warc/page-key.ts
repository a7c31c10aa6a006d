/**
 * What two addresses of one page have in common: scheme, fragment, default port and a slash at the end of the path make no
 * difference. null for what is no address of a page.
 */
export function pageKey(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, host, pathname, search } = new URL(address);
  if (protocol !== "http:" && protocol !== "https:") return null;
  return `${host}${pathname.endsWith("/") ? pathname.slice(0, -1) : pathname}${search}`;
}

const REPLAY_MARK = "id_/";
const TIMESTAMP_LENGTH = "20240110180000".length;

/** What the address of a replay says that it gives back as it was sent: `…/20240110180000id_/https://…`; null for any other. */
export function readReplay(address: string): { readonly url: string; readonly at: number } | null {
  const mark = address.indexOf(REPLAY_MARK);
  const [start, end] = [mark - TIMESTAMP_LENGTH, mark + REPLAY_MARK.length];
  const at = readTimestamp(address.slice(Math.max(0, start), Math.max(0, mark)));
  // URL parsing makes one slash of two.
  const url = address.slice(end).replace(/^(https?:)\/{1,2}/i, "$1//");
  if (mark < 0 || address[start - 1] !== "/" || Number.isNaN(at) || pageKey(url) === null) return null;
  return { url, at };
}

/** The time of 14 digits in UTC, as archives write it, in milliseconds since 1970; NaN for anything else. */
export function readTimestamp(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
