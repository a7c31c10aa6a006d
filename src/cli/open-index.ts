import { type Index, listDocuments, openIndex } from "../index/index.ts";
import { isIndexCurrent, type Workspace } from "../pipeline/index.ts";
import { nearNames, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

/** Runs a job on the workspace's index, and says on standard error where the index is behind the log. */
export async function withIndex<T>(
  context: Context,
  workspace: Workspace,
  job: (index: Index) => Promise<T>,
): Promise<T> {
  const index = await openIndex(workspace.index);
  try {
    if (!(await isIndexCurrent(workspace))) {
      context.stderr.write("corrigible: the index is behind the evidence log; run corrigible audit to bring it up\n");
    }
    return await job(index);
  } finally {
    await index.close();
  }
}

/** Throws a UserError where the index has no such lab or document (it names near ones), or not both together. */
export async function refuseUnknown(
  index: Index,
  { lab, document }: { readonly lab?: string | undefined; readonly document?: string | undefined },
): Promise<void> {
  if (lab === undefined && document === undefined) return;
  const documents = await listDocuments(index);
  refuse("lab", lab, new Set(documents.map((one) => one.lab)));
  refuse("document", document, new Set(documents.map(({ id }) => id)));
  const of = documents.find(({ id }) => id === document)?.lab;
  if (lab === undefined || of === undefined || of === lab) return;
  throw new UserError(`${document} is a document of ${of}, not of ${lab}`);
}

export function refuse(what: string, name: string | undefined, known: ReadonlySet<string>): void {
  if (name === undefined || known.has(name)) return;
  const near = nearNames(name, [...known]);
  const hint = near.length > 0 ? `; did you mean ${near.join(", ")}?` : `; the index has ${known.size}`;
  throw new UserError(`no ${what} "${name}"${hint}`);
}
