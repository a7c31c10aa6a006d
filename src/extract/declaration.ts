import * as z from "zod";
import { UserError } from "../std/index.ts";

/** A part of a page between two places. */
export interface RangeSelector {
  readonly start: string;
  /** Whether the part begins after the element, not before it. */
  readonly startAfter: boolean;
  readonly end: string;
  readonly endAfter: boolean;
}

/** A CSS selector, or a range. */
export type Selection = string | RangeSelector;

/** How a document is found in its page: the fields of an Open Terms Archive declaration that bear on it. */
export interface Declaration {
  /** Address of the page. */
  readonly fetch: string | undefined;
  readonly select: readonly Selection[];
  readonly remove: readonly Selection[];
  /** Query parameters that are taken out of links. */
  readonly removeQueryParams: readonly string[];
  /** Filters that are functions of a service: known by name alone. */
  readonly unknownFilters: readonly string[];
}

/** Selectors of one declaration. Real ones have up to 40. */
const SELECTIONS_MAX = 200;

const range = z
  .strictObject({
    startBefore: z.string().optional(),
    startAfter: z.string().optional(),
    endBefore: z.string().optional(),
    endAfter: z.string().optional(),
  })
  .refine(
    (ends) => ends.startBefore !== undefined || ends.startAfter !== undefined,
    "startBefore or startAfter is missing",
  )
  .refine((ends) => ends.endBefore !== undefined || ends.endAfter !== undefined, "endBefore or endAfter is missing")
  .transform(({ startBefore, startAfter, endBefore, endAfter }): RangeSelector => ({
    start: startBefore ?? startAfter ?? "",
    startAfter: startBefore === undefined,
    end: endBefore ?? endAfter ?? "",
    endAfter: endBefore === undefined,
  }));

const selection = z.union([z.string(), range]);
const selections = z.union([selection.transform((one) => [one]), z.array(selection).max(SELECTIONS_MAX)]);
const filter = z.union([z.string(), z.record(z.string(), z.unknown())]);

const sourceDocument = z.object({
  fetch: z.string().optional(),
  select: selections.optional(),
  remove: selections.optional(),
  filter: z.array(filter).max(SELECTIONS_MAX).optional(),
});

const declaration = sourceDocument.extend({ combine: z.array(sourceDocument).max(SELECTIONS_MAX).optional() });

/** The declarations of all documents of a service, by their types. */
const service = z.object({ terms: z.record(z.string(), z.unknown()) });

type SourceDocument = z.infer<typeof sourceDocument>;

/**
 * Reads a declaration: what Open Terms Archive writes for one document, JSON with `fetch`, `select`, `remove`, `filter`,
 * `combine`, or for a service, `terms` with several. Of several documents and of combined pages the one at `url` counts,
 * or the only one. Throws a UserError that names `path`.
 */
export function parseDeclaration(text: string, path: string, url: string | undefined): Declaration {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UserError(`${path} is not JSON; a declaration is an object with "select"`);
  }
  const parsed = declaration.safeParse(pickOfService(json, url, path));
  if (!parsed.success) throw new UserError(`${path}: ${explain(parsed.error)}`);
  const { combine, ...shared } = parsed.data;
  return toDeclaration({ ...shared, ...pickCombined(combine ?? [], url, path) });
}

function pickOfService(json: unknown, url: string | undefined, path: string): unknown {
  const parsed = service.safeParse(json);
  if (!parsed.success) return json;
  const documents = Object.values(parsed.data.terms);
  if (documents.length === 1) return documents[0];
  const isAt = (one: unknown): boolean => {
    const { data } = declaration.safeParse(one);
    return url !== undefined && [data, ...(data?.combine ?? [])].some((source) => source?.fetch === url);
  };
  const chosen = documents.find(isAt);
  if (chosen !== undefined) return chosen;
  throw new UserError(`${path} declares ${documents.length} documents; say with --url which one this is`);
}

function pickCombined(combine: readonly SourceDocument[], url: string | undefined, path: string): SourceDocument {
  if (combine.length <= 1) return combine[0] ?? {};
  const chosen = combine.find(({ fetch }) => fetch !== undefined && fetch === url);
  if (chosen !== undefined) return chosen;
  throw new UserError(`${path} combines ${combine.length} pages; say with --url which one this is`);
}

function toDeclaration({ fetch, select, remove, filter: filters }: SourceDocument): Declaration {
  const removeQueryParams: string[] = [];
  const unknownFilters: string[] = [];
  for (const one of filters ?? []) {
    for (const [name, value] of typeof one === "string" ? [[one, undefined] as const] : Object.entries(one)) {
      if (name === "removeQueryParams") removeQueryParams.push(...[value].flat().map(String));
      else unknownFilters.push(name);
    }
  }
  return { fetch, select: select ?? [], remove: remove ?? [], removeQueryParams, unknownFilters };
}

/** Where the declaration is wrong and how, in one line. */
function explain(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.join(".") ?? "";
  if (issue?.code === "invalid_union") {
    const reason = reasonIn(issue.errors.flat()) ?? "must be a CSS selector, a range, or a list of them";
    return `"${place}" ${reason}`;
  }
  return place === "" ? "is no declaration: an object is expected" : `"${place}": ${issue?.message ?? "is wrong"}`;
}

/** Of a choice none of whose kinds fits, the reason that is ours: what a range lacks. */
function reasonIn(issues: readonly z.core.$ZodIssue[]): string | undefined {
  for (const issue of issues) {
    const reason = issue.code === "custom" ? issue.message : undefined;
    const found = reason ?? (issue.code === "invalid_union" ? reasonIn(issue.errors.flat()) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}
