import type { VersionCause } from "../../model/index.ts";

/**
 * First lines of the commits of an Open Terms Archive, by the engine's releases:
 *
 *     First record of ChatGPT Privacy Policy                              Start tracking …  (to 2023)
 *     Record new changes of ChatGPT Privacy Policy                        Update …          (to 2023)
 *     Apply technical or declaration upgrade on ChatGPT Privacy Policy    Refilter …        (to 2023)
 *
 * Source: engine, src/archivist/recorder/repositories/git/dataMapper.js.
 */
const FORMS: readonly (readonly [RegExp, VersionCause])[] = [
  [/^(First record of|Start tracking) ./, "first-record"],
  [/^(Record new changes of|Update) ./, "change"],
  [/^(Apply technical or declaration upgrade (on|of)|Refilter) ./, "technical-upgrade"],
];

/** What a commit's first line says of the texts in it; `null` where it is none of the engine's forms. */
export function causeOfSubject(subject: string): VersionCause | null {
  return FORMS.find(([form]) => form.test(subject))?.[1] ?? null;
}

/**
 * The cause where a subject tells none: someone edited texts by hand, renamed a folder, mended the encoding. Later
 * versions build on those texts, so they are recorded; as a technical upgrade, since no lab published them.
 */
export const CAUSE_OF_EDITS: VersionCause = "technical-upgrade";

/**
 * `<service>/<terms>.md`, the place of a document's text. Anything deeper or higher (README, LICENSE, `.github/…`)
 * is none.
 */
export function parsePath(path: string): { readonly service: string; readonly terms: string } | null {
  const parts = /^(?<service>[^/.][^/]*)\/(?<terms>[^/]+)\.md$/.exec(path)?.groups;
  return parts?.["service"] && parts["terms"] ? { service: parts["service"], terms: parts["terms"] } : null;
}
