import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CasebookRecord } from "../../model/index.ts";
import { UserError } from "../../std/index.ts";
import { checkTogether } from "./check-together.ts";
import { type CasebookItem, type ParsedFile, parseFile } from "./parse-file.ts";
import type { CasebookProblem } from "./problem.ts";

/** The casebook that is shipped. */
export const CASEBOOK_FOLDER = fileURLToPath(new URL("../../../casebook", import.meta.url));

/** Four times what the largest file has; bounds the time that a hostile one takes. */
const FILE_BYTES_MAX = 1 << 18;
const FILES_MAX = 2000;
/** Problems told of one casebook; who has more mends these first. */
const PROBLEMS_MAX = 200;

export interface Casebook {
  /** Those without errors, file by file. */
  readonly records: readonly CasebookRecord[];
  /** By file and line. */
  readonly problems: readonly CasebookProblem[];
  /** How many problems there are besides those told. */
  readonly untold: number;
}

/**
 * Reads the files `<lab>/<theme>.yaml` of a folder. Files come from strangers: their errors are problems with file,
 * line and field. `shown` stands for the folder in what a user reads. Throws a UserError for a folder that is none.
 */
export function readCasebook(dir: string, shown = dir): Casebook {
  const { items, problems, files } = readItems(dir, shown);
  if (files === 0) throw new UserError(`${shown} holds no casebook: there is no LAB/THEME.yaml in it`);
  const all = [...problems, ...listStray(dir, shown), ...checkTogether(items)].toSorted(byPlace);
  return {
    records: items.flatMap(({ record }) => record ?? []),
    problems: all.slice(0, PROBLEMS_MAX),
    untold: Math.max(0, all.length - PROBLEMS_MAX),
  };
}

/** Every item of every file, with what is wrong within each file. */
export function readItems(dir: string, shown = dir): ParsedFile & { readonly files: number } {
  const files = listFiles(dir);
  if (files.length > FILES_MAX) throw new UserError(`${shown} holds more than ${FILES_MAX} files; is it a casebook?`);
  const parsed = files.map((file) => readFile(join(dir, file), `${shown.replace(/\/$/, "")}/${file}`));
  return {
    files: files.length,
    items: parsed.flatMap(({ items }): readonly CasebookItem[] => items),
    problems: parsed.flatMap(({ problems }): readonly CasebookProblem[] => problems),
  };
}

const isYaml = ({ name }: Dirent): boolean => /\.ya?ml$/.test(name);

/** Paths of the files under a folder, two levels deep, in the order of their names. */
function listFiles(dir: string): string[] {
  return list(dir)
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: lab }) =>
      list(join(dir, lab))
        .filter(isYaml)
        .map(({ name }) => `${lab}/${name}`),
    );
}

/** Files beside the labs' folders that somebody may take for a part of the casebook. */
function listStray(dir: string, shown: string): CasebookProblem[] {
  const stray = list(dir).filter((entry) => !entry.isDirectory() && isYaml(entry));
  return stray.map(({ name }) => ({
    file: `${shown.replace(/\/$/, "")}/${name}`,
    line: 1,
    field: "",
    message: "must lie in the folder of its lab, as LAB/THEME.yaml",
  }));
}

function list(dir: string): Dirent[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith(".")).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UserError(`no such folder: ${dir}`);
    if (code === "ENOTDIR") throw new UserError(`${dir} is a file; give a folder`);
    throw error;
  }
}

function readFile(path: string, file: string): ParsedFile {
  const refuse = (message: string): ParsedFile => ({ items: [], problems: [{ file, line: 1, field: "", message }] });
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return refuse("is not a file");
  if (stat.size > FILE_BYTES_MAX) return refuse(`is larger than ${FILE_BYTES_MAX} bytes`);
  if (file.endsWith(".yml")) return refuse("must be named .yaml");
  try {
    return parseFile(new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)), file);
  } catch (error) {
    if (error instanceof TypeError) return refuse("is not UTF-8");
    throw error;
  }
}

function byPlace(a: CasebookProblem, b: CasebookProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
