import { fileOf } from "./addresses.ts";
import type { Resolve, Target } from "./resolve.ts";

/** Where links lead whose page the copy has not: to what says so, and where it can be had. */
const LEFT_OUT = `${fileOf("/copy")}#left-out`;

/** The search's own data, which is no page. */
const SHARDS = "/search-index/";

/** Attributes of our markup that hold an address of the site. Values are escaped, so that no archive text holds one. */
const LINK = /([\s"](?:xlink:)?(?:href|src|action|data-proof|data-text|data-shards)=")(\/[^"]*)/g;

/**
 * A page's markup with links that lead, from `file` on, to the files of the copy; and the pages that it leads to. `root`:
 * where the copy lies for a page that is shown at any address; by default links are relative.
 */
export function rewriteLinks(
  html: string,
  file: string,
  resolve: Resolve,
  root: string = "../".repeat(file.split("/").length - 1),
): { readonly html: string; readonly targets: readonly Target[] } {
  const targets = new Map<string, Target>();
  const links = new Map<string, string>();
  const toFile = (value: string): string => {
    if (value === SHARDS) return value.slice(1);
    const [address = "", fragment] = unescape(value).split("#", 2);
    const target = resolve(address);
    if (target === null) return LEFT_OUT;
    targets.set(target.file, target);
    return fragment === undefined ? target.file : `${target.file}#${fragment}`;
  };
  const rewritten = html.replaceAll(LINK, (_, before: string, value: string) => {
    let link = links.get(value);
    if (link === undefined) links.set(value, (link = `${root}${toFile(value)}`));
    return `${before}${link}`;
  });
  return { html: rewritten, targets: [...targets.values()] };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&lt;": "<",
  "&gt;": ">",
};

/** What an attribute's value means, as Hono and the drawer of charts write it. */
const unescape = (value: string): string =>
  value.replaceAll(/&(?:amp|quot|#39|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/** Whole addresses of the site within a feed, as those of the copy's files. */
export function rewriteAddresses(feed: string, publicUrl: string, resolve: Resolve): string {
  const parts = feed.split(`${publicUrl}/`);
  return parts
    .map((part, at) => {
      if (at === 0) return part;
      const end = part.search(/["<>\\\s]|&quot;/);
      const [address = "", fragment] = part.slice(0, end).replaceAll("&amp;", "&").split("#", 2);
      const file = resolve(`/${address}`)?.file ?? LEFT_OUT;
      const anchor = fragment === undefined || file === LEFT_OUT ? "" : `#${fragment}`;
      return `${publicUrl}/${file}${anchor}${part.slice(end)}`;
    })
    .join("");
}
