import { type Child, createContext, useContext } from "hono/jsx";
import { formatNumber } from "../report/words.ts";
import { isListed } from "../publish/addresses.ts";
import { withQuery } from "../query.ts";
import type { Site } from "../site.ts";

/** Address of the list whose filters are rendered into files; null where a server answers. */
const CopiedList = createContext<string | null>(null);

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
  const copied = useContext(CopiedList);
  if (copied !== null) return <ListsOf {...{ copied, name, label, value, options, any }} />;
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
  if (useContext(CopiedList) !== null) return null;
  return (
    <label>
      {label}
      <input type={type} name={name} value={value ?? ""} />
    </label>
  );
}

interface ListsProps {
  readonly copied: string;
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly any: string;
}

/** In place of a field: the lists that the copy has, a link each; nothing where it has none by this name. */
function ListsOf({ copied, name, label, value, options, any }: ListsProps): Child {
  const listed = options.filter(([one]) => isListed(copied, new URLSearchParams({ [name]: one })));
  if (listed.length === 0) return null;
  const chosen = options.find(([one]) => one === value)?.[1] ?? any;
  return (
    <details>
      <summary>
        {label}: {chosen}
      </summary>
      <ul class="columns">
        {listed.map(([one, words]) => (
          <li>
            <a href={withQuery(copied, new URLSearchParams({ [name]: one }), {})}>{words}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface FiltersProps {
  readonly site: Pick<Site, "isCopy">;
  readonly action: string;
  readonly children?: Child;
}

/** A form whose fields are the address: it works without a script, and its result can be sent to a colleague. */
export function Filters({ site, action, children }: FiltersProps): Child {
  if (site.isCopy) {
    return (
      <div class="filters copied">
        <CopiedList.Provider value={action}>{children}</CopiedList.Provider>
        <p class="small">
          <a href={action}>All</a>, or one filter at a time;{" "}
          <a href="/copy#left-out">other filters need a server or the data</a>.
        </p>
      </div>
    );
  }
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
