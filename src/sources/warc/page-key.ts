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
