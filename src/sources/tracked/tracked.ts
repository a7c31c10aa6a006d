import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { UserError } from "../../std/index.ts";
import { findComplexKey } from "../../std/yaml-keys.ts";

/**
 * Which pages are watched, one readable file a lab, `tracked/<lab>.yaml`:
 *
 *     - service: ChatGPT
 *       terms: Usage Policies
 *       url: https://openai.com/policies/usage-policies/
 *       select: main              # optional, as in an Open Terms Archive declaration; so are remove and filter
 *       remove: [nav, .banner]
 *       render: true              # optional: the page is made by scripts, a browser reads it
 *       every: 12                 # optional, hours between captures; 24 where it is not said
 *       earlier:                  # optional: how it was declared up to a day, for captures of that time
 *         - until: 2024-05-01
 *           url: https://openai.com/policies/usage
 *
 * `url` may be a list, for a document made of several pages; a page with selectors of its own is `{url, select, remove}`.
 */

/** Pages of one document, earlier declarations of one, documents of one lab, and hours between two captures, at most. */
const PAGES_MAX = 50;
const EARLIER_MAX = 200;
const DOCUMENTS_MAX = 2_000;
const HOURS_MAX = 24 * 365;
const HOURS_DEFAULT = 24;
const NAME_CHARACTERS_MAX = 200;

const name = z.string().trim().min(1).max(NAME_CHARACTERS_MAX);
const ADDRESS = "an address that begins with https://, or a list of such";
const address = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), ADDRESS);
const selection = z.union([z.string(), z.record(z.string(), z.string())]);
const selections = z.union([selection, z.array(selection)]).optional();
const reading = {
  select: selections,
  remove: selections,
  filter: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
};
const page = z.union([address.transform((url) => ({ url })), z.strictObject({ url: address, ...reading })], ADDRESS);
const pages = z.union([page.transform((one) => [one]), z.array(page).min(1).max(PAGES_MAX)], ADDRESS);
const instant = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), "a day as 2024-05-01, or a time");

const row = z.strictObject({
  service: name,
  terms: name,
  url: pages,
  ...reading,
  render: z.boolean().default(false),
  every: z.number().positive().max(HOURS_MAX).default(HOURS_DEFAULT),
  earlier: z
    .array(z.strictObject({ until: instant, url: pages, ...reading }))
    .max(EARLIER_MAX)
    .default([]),
});
const file = z.array(row).max(DOCUMENTS_MAX);

/** How a document is found in one of its pages: fields of an Open Terms Archive declaration, not yet checked. */
export type Reading = Pick<z.infer<typeof row>, "select" | "remove" | "filter">;
/** A page of a document, with what it says of itself or else what the document says of all its pages. */
export interface TrackedPage extends Reading {
  readonly url: string;
}

/** One watched document. */
export interface Tracked {
  readonly service: string;
  readonly terms: string;
  readonly pages: readonly TrackedPage[];
  /** Whether a browser makes the page before it is read. */
  readonly render: boolean;
  /** Hours between two captures. */
  readonly every: number;
  /** Its pages before, each list up to a day or time; oldest first. */
  readonly earlier: readonly { readonly until: string; readonly pages: readonly TrackedPage[] }[];
  /** The lab by whose name the file goes. */
  readonly lab: string;
  /** Where it stands, for messages: `tracked/openai.yaml:3`. */
  readonly place: string;
}

export const TRACKED_FOLDER = "tracked";

/** The documents that come with Corrigible, one file a lab. */
export const SHIPPED_TRACKED_FOLDER = fileURLToPath(new URL("../../../tracked", import.meta.url));

/** Reads all watched documents of a folder, by file and place. Throws a UserError at the first that cannot be read. */
export function readTracked(folder: string): Tracked[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((one) => one.endsWith(".yaml"));
  const all = names.toSorted().flatMap((one) => {
    const text = readFileSync(join(folder, one), "utf8");
    return parseTracked(text, one.slice(0, -".yaml".length), `${TRACKED_FOLDER}/${one}`);
  });
  refuseTwice(all);
  return all;
}

/** Reads one file. `shown`: its path, for messages. */
export function parseTracked(text: string, lab: string, shown: string): Tracked[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [problem] = document.errors;
  if (problem) throw new UserError(`${shown}:${lines.linePos(problem.pos[0]).line}: ${problem.message}`);
  const complex = findComplexKey(document);
  if (complex !== null) throw new UserError(`${shown}:${lines.linePos(complex).line}: a name must be a word`);
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
        return lines.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  };
  const result = file.safeParse(valueOf(document, shown) ?? []);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    throw new UserError(
      `${shown}:${lineOf(path)}: ${path.slice(1).join(".") || "the file"}: ${issue?.message ?? "not as expected"}`,
    );
  }
  return result.data.map((one, at) => toTracked(one, lab, `${shown}:${lineOf([at])}`));
}

/** Throws a UserError for aliases: nothing here is written twice. */
function valueOf(document: ReturnType<typeof parseDocument>, shown: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new UserError(`${shown}: it has an alias (*name), which is not read; write it out`, undefined, { cause });
  }
}

function toTracked(
  { service, terms, render, every, earlier, ...now }: z.infer<typeof row>,
  lab: string,
  place: string,
): Tracked {
  const before = earlier
    .map(({ until, ...one }) => ({ until, pages: toPages(one) }))
    .toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until));
  return { service, terms, render, every, lab, place, pages: toPages(now), earlier: before };
}

function toPages({ url, select, remove, filter }: Reading & Pick<z.infer<typeof row>, "url">): TrackedPage[] {
  return url.map((one) => ({ select, remove, filter, ...one }));
}

/** The pages of a document as they were declared at a time, in UTC. */
export function pagesAt({ pages, earlier }: Tracked, at: Date): readonly TrackedPage[] {
  return earlier.find(({ until }) => Date.parse(until) >= at.getTime())?.pages ?? pages;
}

function refuseTwice(all: readonly Tracked[]): void {
  const places = new Map<string, string>();
  for (const { service, terms, place } of all) {
    const key = `${service}\n${terms}`;
    const other = places.get(key);
    if (other !== undefined) throw new UserError(`${place}: ${service}, ${terms} is tracked at ${other} too; keep one`);
    places.set(key, place);
  }
}
