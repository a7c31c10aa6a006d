/** One address of each page that the dashboard has, over the example and the casebook. Every test of all pages reads it. */
export const ADDRESSES: readonly string[] = ["/", "/no-such-page"];
