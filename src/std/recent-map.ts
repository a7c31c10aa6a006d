/**
 * A memory of what was asked for last: between `max` and twice as many entries, those that were not asked for longest
 * forgotten first, in two generations. A lookup costs little more than a Map's. `undefined` is no value.
 */
export class RecentMap<K, V> {
  readonly #max: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  constructor(max: number) {
    this.#max = max;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#max) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
