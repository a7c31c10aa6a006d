import type { Child } from "hono/jsx";
import { formatNumber } from "../report/words.ts";
import { withQuery } from "../query.ts";

/** A choice of one value, or none. `options`: value and words. */
export function Select({
  name,
  label,
  value,
  options,
  any = "any",
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, words: string])[];
  /** What stands for no choice. */
  readonly any?: string;
}): Child {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{any}</option>
        {options.map(([one, words]) => (
          <option value={one} {...(one === value ? { selected: true } : {})}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A field of one line: words, or a day. */
export function Field({
  name,
  label,
  value,
  type = "text",
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: "text" | "date" | "search";
}): Child {
  return (
    <label>
      {label}
      <input type={type} name={name} value={value ?? ""} />
    </label>
  );
}

/** A form whose fields are the address: it works without a script, and its result can be sent to a colleague. */
export function Filters({ action, children }: { readonly action: string; readonly children?: Child }): Child {
  return (
    <form class="filters" action={action}>
      {children}
      <button>Show</button>
      <a href={action}>Reset</a>
    </form>
  );
}

/** The way to the pages before and after; nothing where all is on one page. */
export function Pager({
  path,
  query,
  page,
  size,
  total,
}: {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly page: number;
  readonly size: number;
  readonly total: number;
}): Child {
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  const to = (number: number): string => withQuery(path, query, { page: number === 1 ? null : String(number) });
  return (
    <nav class="pages" aria-label="Pages of this list">
      {page > 1 ? <a href={to(page - 1)}>Previous</a> : null}
      <span>
        Page {formatNumber(page)} of {formatNumber(last)}
      </span>
      {page < last ? <a href={to(page + 1)}>Next</a> : null}
    </nav>
  );
}
