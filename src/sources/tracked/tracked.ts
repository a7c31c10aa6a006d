import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { UserError } from "../../std/index.ts";

/**
 * Which pages are watched, one readable file a lab, `tracked/<lab>.yaml`:
 *
 *     - service: ChatGPT
 *       terms: Usage Policies
 *       url: https://openai.com/policies/usage-policies/
 *       select: main              # optional, as in an Open Terms Archive declaration
 *       remove: [nav, .banner]    # optional
 *       every: 12                 # optional, hours between captures; 24 where it is not said
 *
 * `url` may be a list: a document made of several pages.
 */

/** Pages of one document, documents of one lab, and hours between two captures, at most. */
const PAGES_MAX = 50;
const DOCUMENTS_MAX = 2_000;
const HOURS_MAX = 24 * 365;
const HOURS_DEFAULT = 24;
const NAME_CHARACTERS_MAX = 200;

const name = z.string().trim().min(1).max(NAME_CHARACTERS_MAX);
const ADDRESS = "an address that begins with https://, or a list of such";
const address = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), ADDRESS);
const addresses = z.union([address.transform((one) => [one]), z.array(address).min(1).max(PAGES_MAX)], ADDRESS);
const selection = z.union([z.string(), z.record(z.string(), z.string())]);
const selections = z.union([selection, z.array(selection)]).optional();

const row = z.strictObject({
  service: name,
  terms: name,
  url: addresses,
  select: selections,
  remove: selections,
  every: z.number().positive().max(HOURS_MAX).default(HOURS_DEFAULT),
});
const file = z.array(row).max(DOCUMENTS_MAX);

/** One watched document. */
export interface Tracked extends z.infer<typeof row> {
  /** The lab by whose name the file goes. */
  readonly lab: string;
  /** Where it stands, for messages: `tracked/openai.yaml:3`. */
  readonly place: string;
}

export const TRACKED_FOLDER = "tracked";

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
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
        return lines.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  };
  const result = file.safeParse(document.toJS({ maxAliasCount: 0 }) ?? []);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    throw new UserError(
      `${shown}:${lineOf(path)}: ${path.slice(1).join(".") || "the file"}: ${issue?.message ?? "not as expected"}`,
    );
  }
  return result.data.map((one, at) => ({ ...one, lab, place: `${shown}:${lineOf([at])}` }));
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
