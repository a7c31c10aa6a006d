/**
 * The address of the module `name` beside the one that asks, to run on a thread: with this one's own ending, since the
 * compiler rewrites the endings of imports only.
 *
 *     new Worker(threadFile(import.meta.url, "audit-worker"))
 */
export function threadFile(asker: string, name: string): URL {
  return new URL(`./${name}.${asker.endsWith(".ts") ? "ts" : "js"}`, asker);
}
