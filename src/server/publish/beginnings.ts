import { tilePath, tilesOfTree } from "../../tlog/index.ts";
import { OPML_PATH } from "../components/feed-links.tsx";
import { ICON, SCRIPT, STYLE } from "../assets.ts";
import { listMethods } from "../pages/methods/methods.tsx";
import { MATTERS } from "../pages/compare/matters.ts";
import { FEED_ROUTES } from "../feeds/routes.ts";
import { PAGES } from "../routes.ts";
import type { Site } from "../site.ts";
import { MISSING_PATH } from "./pages.tsx";
import { listCopiedChanges, type Resolve, type Target } from "./resolve.ts";

/**
 * Addresses that a copy has whether or not a page leads to them. What the site answers under a name with an ending
 * (`/changes.atom`) becomes a file of that name: a line here is all it takes.
 */
const ADDRESSES: readonly string[] = ["/copy", "/log/checkpoint", STYLE.path, SCRIPT.path, ICON.path];

/** What a copy is rendered from; all that its pages lead to comes of itself. */
export async function listBeginnings(site: Site, resolve: Resolve): Promise<Target[]> {
  const addresses = [
    ...ADDRESSES,
    // Feeds, and the page that a host shows anywhere, name pages by whole addresses.
    ...(site.publicUrl === null
      ? []
      : [MISSING_PATH, ...FEED_ROUTES.map(([pattern]) => pattern).filter((one) => one !== OPML_PATH)]),
    // Every page without a choice: the front page, lists, ledgers.
    ...PAGES.map(([pattern]) => pattern).filter((pattern) => !pattern.includes(":")),
    ...Object.keys(site.frame.labs).flatMap((lab) => [`/labs/${lab}`, `/labs/${lab}.json`, `/labs/${lab}.md`]),
    ...listMethods().map(({ name }) => `/methods/${name}`),
    ...MATTERS.map(({ id }) => `/compare?matter=${id}`),
    ...(await listCopiedChanges(site)).map((id) => `/changes/${id}`),
    ...Array.from({ length: site.evidence.size }, (_, index) => `/evidence/${index}`),
    // The log itself, so that whoever wants can check it or be its witness.
    ...[...tilesOfTree(site.evidence.size)].map((tile) => `/log/${tilePath(tile)}`),
  ];
  return addresses.map((address) => {
    const target = resolve(address);
    if (!target) throw new Error(`a copy has no page ${address}`);
    return target;
  });
}
