import * as z from "zod";
import { UserError } from "../../std/index.ts";

/**
 * A service's declaration as Open Terms Archive keeps it: `Service.json`, and `Service.history.json` with what was
 * declared before, each up to its `validUntil`. The file's name is the service's id, by which its versions are recorded.
 */

/** Kinds of terms of a service, and declarations of one kind, at most. */
const TERMS_MAX = 500;
const EARLIER_MAX = 200;

const source = z.object({
  fetch: z.string().optional(),
  select: z.unknown().optional(),
  remove: z.unknown().optional(),
  filter: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
  executeClientScripts: z.boolean().optional(),
});
const terms = source.extend({ combine: z.array(source).optional() });
const service = z.object({ terms: z.record(z.string().min(1), terms) });
const history = z.record(z.string().min(1), z.array(terms.extend({ validUntil: z.string() })).max(EARLIER_MAX));

type Source = z.infer<typeof source>;
type Terms = z.infer<typeof terms>;

/** A row for `tracked/<lab>.yaml`, and what of the declaration it cannot say. */
export interface DeclaredRow {
  readonly row: { readonly service: string; readonly terms: string } & Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
}

/**
 * Reads a service's declaration and, where there is one, its history. `shown`: path of the file, for messages. Throws a
 * UserError where it is none; selectors are checked where they are used.
 */
export function parseOtaDeclaration(
  { name, text, earlier }: { readonly name: string; readonly text: string; readonly earlier: string | undefined },
  shown: string,
): DeclaredRow[] {
  const declared = Object.entries(read(service, text, shown).terms);
  if (declared.length > TERMS_MAX) throw new UserError(`${shown} declares more than ${TERMS_MAX} kinds of terms`);
  const before = earlier === undefined ? {} : read(history, earlier, shown.replace(/\.json$/, ".history.json"));
  return declared.map(([kind, one]) => {
    const past = (Object.hasOwn(before, kind) ? before[kind] : undefined) ?? [];
    const dated = past.map(({ validUntil, ...old }) => ({
      until: validUntil,
      ...toReading(
        old.fetch === undefined && old.combine === undefined ? { ...old, fetch: one.fetch, combine: one.combine } : old,
      ),
    }));
    const sources = [one, ...(one.combine ?? [])];
    const row = {
      service: name,
      terms: kind,
      ...toReading(one),
      ...(sources.some(({ executeClientScripts }) => executeClientScripts) ? { render: true } : {}),
      ...(dated.length === 0 ? {} : { earlier: dated }),
    };
    const skipped = sources.flatMap(({ filter }) => programsOf(filter));
    const notices = skipped.map(
      (filter) => `${name}, ${kind}: the filter ${filter} is a program of its service: left out`,
    );
    return { row, notices: [...new Set(notices)] };
  });
}

/** Address and selectors; several pages as a list, each with what it says other than the document. */
function toReading({ combine, ...shared }: Terms): Record<string, unknown> {
  if (combine === undefined || combine.length === 0) return { url: shared.fetch, ...selectorsOf(shared) };
  const url = combine.map(({ fetch, ...own }) => {
    const selectors = selectorsOf(own);
    return Object.keys(selectors).length === 0 ? fetch : { url: fetch, ...selectors };
  });
  return { url, ...selectorsOf(shared) };
}

function selectorsOf({ select, remove, filter }: Source): Record<string, unknown> {
  const kept = filter?.filter((one) => programsOf([one]).length === 0) ?? [];
  return {
    ...(select === undefined ? {} : { select }),
    ...(remove === undefined ? {} : { remove }),
    ...(kept.length === 0 ? {} : { filter: kept }),
  };
}

/** Names of the filters that are functions of a service, not the engine's own. */
function programsOf(filter: Source["filter"]): string[] {
  const names = (filter ?? []).flatMap((one) => (typeof one === "string" ? [one] : Object.keys(one)));
  return names.filter((name) => name !== "removeQueryParams");
}

function read<T>(schema: z.ZodType<T>, text: string, shown: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UserError(`${shown} is not JSON; an Open Terms Archive declaration is expected`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(`${shown}: ${issue?.path.join(".") || "the file"}: ${issue?.message ?? "not as expected"}`);
}
