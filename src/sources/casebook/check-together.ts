import type { CasebookItem } from "./parse-file.ts";
import type { CasebookProblem } from "./problem.ts";

/** What only all records together can tell: ids that mean two records, references to none, a file of another lab. */
export function checkTogether(items: readonly CasebookItem[]): CasebookProblem[] {
  const owners = new Map<string, CasebookItem>();
  for (const item of items) for (const id of idsOf(item)) if (!owners.has(id)) owners.set(id, item);
  return items.flatMap((item) => [...checkLab(item), ...checkIds(item, owners), ...checkReferences(item, owners)]);
}

/** Every id that means this item. */
export function idsOf({ id, record }: CasebookItem): string[] {
  return [...(id === null ? [] : [id]), ...(record?.also ?? [])];
}

function* checkLab({ file, record, lineOf }: CasebookItem): Generator<CasebookProblem> {
  const folder = file.split("/").at(-2);
  if (record === null || record.lab === folder) return;
  yield { file, line: lineOf(["lab"]), field: "lab", message: `is ${record.lab}, but the folder is ${folder}` };
}

function* checkIds(item: CasebookItem, owners: ReadonlyMap<string, CasebookItem>): Generator<CasebookProblem> {
  const { file, lineOf } = item;
  for (const [at, id] of idsOf(item).entries()) {
    const path = at === 0 ? ["id"] : ["also", at - 1];
    const owner = owners.get(id);
    if (owner === item || owner === undefined) continue;
    const place = `${owner.file}:${owner.lineOf(["id"])}`;
    yield { file, line: lineOf(path), field: at === 0 ? "id" : "also", message: `${id} is taken by ${place}` };
  }
}

function* checkReferences(item: CasebookItem, owners: ReadonlyMap<string, CasebookItem>): Generator<CasebookProblem> {
  const { file, record, lineOf } = item;
  for (const [at, id] of (record?.fields.same_event_as ?? []).entries()) {
    const owner = owners.get(id);
    if (owner !== undefined && owner !== item) continue;
    const message = owner === item ? "names the record itself" : `there is no record ${id}`;
    yield { file, line: lineOf(["fields", "same_event_as", at]), field: `fields.same_event_as[${at}]`, message };
  }
}
