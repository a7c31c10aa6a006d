import { listDocuments } from "../../../index/index.ts";
import { nearNames } from "../../../std/index.ts";
import { NotFound } from "../../page.ts";
import type { Site } from "../../site.ts";

/** Throws NotFound, with what exists nearby, for a lab or a document that nothing is known of. */
export async function refuseUnknown(
  site: Site,
  { lab, document }: { readonly lab?: string | undefined; readonly document?: string | undefined },
): Promise<void> {
  if (lab !== undefined && !Object.hasOwn(site.frame.labs, lab)) throw unknownLab(site, lab);
  if (document === undefined) return;
  const ids = (await listDocuments(site.index)).map(({ id }) => id);
  if (!ids.includes(document)) throw unknownDocument(document, ids);
}

export function unknownLab({ frame }: Site, lab: string): NotFound {
  const near = nearNames(lab, Object.keys(frame.labs));
  const shown = near.length > 0 ? near : Object.keys(frame.labs).slice(0, SHOWN_MAX);
  return new NotFound(
    `We know of no lab “${lab}”.`,
    shown.map((id) => ({ href: `/labs/${id}`, text: frame.labs[id] ?? id })),
  );
}

export function unknownDocument(document: string, ids: readonly string[]): NotFound {
  return new NotFound(
    `We track no document “${document}”.`,
    nearNames(document, ids).map((id) => ({ href: `/documents/${id}`, text: id })),
  );
}

const SHOWN_MAX = 10;
