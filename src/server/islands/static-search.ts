import { BLOCK, shardOf, wordsOf } from "../publish/search-words.ts";

/** Found things shown. */
const SHOWN_MAX = 60;

type Row = readonly [title: string, file: string, about: string];

/**
 * `<static-search data-shards="…/search-index/">`: the search of a copy in files. Takes the words from the address
 * (`?q=`), as the form of every page sends them, and asks for the files of these words alone.
 */
class StaticSearch extends HTMLElement {
  readonly #output = document.createElement("div");

  connectedCallback(): void {
    const form = document.createElement("form");
    const label = document.createElement("label");
    const field = document.createElement("input");
    const button = document.createElement("button");
    form.className = "filters";
    field.type = "search";
    field.name = "q";
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    label.append("Words", field);
    button.textContent = "Show";
    form.append(label, button);
    this.#output.setAttribute("aria-live", "polite");
    this.replaceChildren(form, this.#output);
    if (field.value.trim() !== "") void this.#search(field.value);
  }

  async #search(text: string): Promise<void> {
    try {
      const lists = await Promise.all(wordsOf(text).map((word) => this.#placesOf(word)));
      const [first = new Set<number>(), ...others] = lists;
      const places = [...first].filter((place) => others.every((list) => list.has(place))).toSorted((a, b) => a - b);
      const rows = await this.#rowsOf(places.slice(0, SHOWN_MAX));
      this.#show(places.length, rows);
    } catch (error) {
      this.#output.textContent = `The search failed: ${error instanceof Error ? error.message : String(error)}.`;
    }
  }

  /** Where a word stands, or one that begins with it. */
  async #placesOf(word: string): Promise<Set<number>> {
    const shard = await this.#read<Record<string, readonly number[]>>(`words/${shardOf(word)}.json`);
    const places = Object.entries(shard ?? {}).flatMap(([known, list]) => (known.startsWith(word) ? list : []));
    return new Set(places);
  }

  async #rowsOf(places: readonly number[]): Promise<Row[]> {
    const numbers = [...new Set(places.map((place) => Math.floor(place / BLOCK)))];
    const blocks = new Map(
      await Promise.all(numbers.map(async (at) => [at, await this.#read<Row[]>(`entries/${at}.json`)] as const)),
    );
    return places.flatMap((place) => {
      const row = blocks.get(Math.floor(place / BLOCK))?.[place % BLOCK];
      return row ? [row] : [];
    });
  }

  /** Null where there is no such file: no word begins so. */
  async #read<T>(name: string): Promise<T | null> {
    const answer = await fetch(`${this.dataset["shards"] ?? ""}${name}`);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
    return (await answer.json()) as T;
  }

  #show(total: number, rows: readonly Row[]): void {
    const said = document.createElement("p");
    said.className = "lead";
    const shown = rows.length < total ? `, the first ${rows.length} of them here` : "";
    said.textContent = total === 0 ? "We found nothing that has all of these words." : `We found ${total}${shown}.`;
    const list = document.createElement("ul");
    for (const [title, file, about] of rows) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const small = document.createElement("span");
      link.href = file;
      link.textContent = title;
      small.className = "small";
      small.textContent = ` ${about}`;
      item.append(link, small);
      list.append(item);
    }
    this.#output.replaceChildren(said, list);
  }
}

customElements.define("static-search", StaticSearch);
