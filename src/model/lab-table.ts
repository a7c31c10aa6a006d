import * as z from "zod";
import { UserError } from "../std/errors.ts";
import { slug } from "./slug.ts";

/**
 * Which lab stands behind a service, and which document a recorded text belongs to. As it stands in a workspace's
 * `corrigible.yaml`:
 *
 *     services:
 *       ChatGPT: { lab: openai, formerly: [OpenAI] }     # documents continue through the rename
 *       DALL·E: { lab: openai, prefix: dall-e }          # prefix keeps its documents apart from ChatGPT's
 *     labs:
 *       openai: OpenAI                                   # the name that people write
 *     fictional: [orrinvale]                             # labs that do not exist, evaluated apart
 *
 * A service that is not named is its own lab, called by the service's name, with the name's slug as its id.
 */

const NAME_CHARACTERS_MAX = 200;
const name = z.string().min(1).max(NAME_CHARACTERS_MAX);
const id = name.refine((text) => slug(text) === text, "lower-case letters and digits with single hyphens, as dall-e");

const serviceRow = z.strictObject({
  lab: id,
  /** Names the service had before. Their texts continue this service's documents, in the order recorded. */
  formerly: z.array(name).optional(),
  /** Set before the names of the service's documents: `dall-e` makes `openai/dall-e-privacy-policy`. */
  prefix: id.optional(),
});
type ServiceRow = z.infer<typeof serviceRow>;

const services = z.record(name, serviceRow).superRefine((rows, context) => {
  for (const [place, message] of findClashes(Object.entries(rows))) {
    context.addIssue({ code: "custom", path: place, message });
  }
});

export const labTableSchema = z.strictObject({
  services,
  labs: z.record(id, name),
  /** Labs that do not exist: examples. They are evaluated apart, so that no number of a real lab rests on them. */
  fictional: z.array(id).optional(),
});
export type LabTable = z.infer<typeof labTableSchema>;

/** The place of each row that says two things of one name, or makes documents that another row makes too. */
function* findClashes(rows: readonly (readonly [string, ServiceRow])[]): Generator<[string[], string]> {
  const names = new Set(rows.map(([service]) => service));
  const owners = new Map<string, string>();
  for (const [service, { lab, prefix, formerly = [] }] of rows) {
    const group = `${lab}/${prefix ?? ""}`;
    const owner = owners.get(group);
    const remedy = "give one of them another prefix, or name one under formerly of the other";
    if (owner !== undefined) yield [[service], `${owner} and ${service} make the same documents of ${lab}; ${remedy}`];
    owners.set(group, service);
    for (const former of formerly) {
      if (names.has(former)) yield [[service, "formerly"], `${former} is named twice; keep one of the two places`];
      names.add(former);
    }
  }
}

/** Where a recorded text belongs. */
export interface DocumentName {
  /** Id of the lab: `openai`. */
  readonly lab: string;
  /** The lab's name as people write it: `OpenAI`. */
  readonly labName: string;
  /** Id of the document, the same through renames of the service: `openai/acceptable-use-policy`. */
  readonly document: string;
  /** The service's present name: `ChatGPT` for what was recorded as OpenAI. */
  readonly service: string;
}

/** The document to which a text recorded under this service and these terms belongs. */
export function documentOf(table: LabTable, service: string, terms: string): DocumentName {
  const [present, row] = findService(table, service) ?? [service, { lab: slug(service) }];
  const prefix = row.prefix === undefined ? "" : `${row.prefix}-`;
  const named = Object.hasOwn(table.services, present) ? row.lab : service;
  const labName = Object.hasOwn(table.labs, row.lab) ? table.labs[row.lab] : undefined;
  return { lab: row.lab, labName: labName ?? named, document: `${row.lab}/${prefix}${slug(terms)}`, service: present };
}

function findService({ services }: LabTable, service: string): readonly [string, ServiceRow] | undefined {
  const row = Object.hasOwn(services, service) ? services[service] : undefined;
  if (row) return [service, row];
  return Object.entries(services).find(([, { formerly }]) => formerly?.includes(service));
}

/**
 * Refuses a table under which texts of two services, or of two kinds of terms, would mix in one document. Only what
 * has been recorded shows that: a service that is not in the table may bear the name of a lab that is. Throws a
 * UserError that names both.
 */
export function refuseMixedDocuments(
  table: LabTable,
  recorded: Iterable<{ readonly service: string; readonly terms: string }>,
): void {
  const owners = new Map<string, { readonly service: string; readonly terms: string }>();
  for (const { service, terms } of recorded) {
    const { document, service: present } = documentOf(table, service, terms);
    const owner = owners.get(document);
    if (!owner) owners.set(document, { service: present, terms });
    else if (owner.service !== present || owner.terms !== terms) {
      throw new UserError(
        `"${owner.service}: ${owner.terms}" and "${present}: ${terms}" would both be the document ${document}; ` +
          "give one of the services a prefix in corrigible.yaml, or name it under formerly of the other",
      );
    }
  }
}
