import { mkdirSync } from "node:fs";
import { runGit } from "./git.ts";

/** One commit of an archive to write. */
export interface ArchiveCommit {
  /** Author's and committer's date: an ISO 8601 time with zone, read to the second. */
  readonly date: string;
  /** The whole message; the archive's engine puts "First record of <service> <terms>" in its first line. */
  readonly subject: string;
  /** Path → text of what this commit writes; `null` deletes the file. */
  readonly files: Readonly<Record<string, string | Uint8Array | null>>;
  /** Places of the parents in the list; the commit before unless given, `[]` for a second root. */
  readonly parents?: readonly number[];
}

/**
 * Writes a bare repository whose branch `main` is these commits, the last one on top; replaces the branch where the
 * repository is there. Equal commits give equal ids, so a list that goes on continues the archive.
 */
export async function writeArchive(dir: string, commits: readonly ArchiveCommit[]): Promise<void> {
  mkdirSync(dir, { recursive: true });
  await runGit(["init", "--quiet", "--bare", "--template=", "--initial-branch=main"], { gitDir: dir });
  await runGit(["fast-import", "--quiet", "--force"], { gitDir: dir, input: [...formatCommits(commits)] });
}

/** Git's fast-import stream, https://git-scm.com/docs/git-fast-import; marks count from 1, 0 is no mark. */
function* formatCommits(commits: readonly ArchiveCommit[]): Generator<string | Uint8Array> {
  for (const [at, commit] of commits.entries()) {
    const { date, subject, files, parents = at === 0 ? [] : [at - 1] } = commit;
    // Without this a commit with no parent would continue the branch.
    yield "reset refs/heads/main\n";
    yield `commit refs/heads/main\nmark :${at + 1}\n`;
    yield `author ${identity(date)}\ncommitter ${identity(date)}\n`;
    yield* formatData(subject);
    for (const [place, parent] of parents.entries()) yield `${place === 0 ? "from" : "merge"} :${parent + 1}\n`;
    for (const [path, content] of Object.entries(files)) yield* formatFile(path, content);
  }
  yield "done\n";
}

function identity(date: string): string {
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${date}" is not a date`);
  return `Archive <archive@example.org> ${Math.floor(milliseconds / 1000)} +0000`;
}

function* formatFile(path: string, content: string | Uint8Array | null): Generator<string | Uint8Array> {
  const quoted = `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  if (content === null) {
    yield `D ${quoted}\n`;
    return;
  }
  yield `M 100644 inline ${quoted}\n`;
  yield* formatData(content);
}

function* formatData(content: string | Uint8Array): Generator<string | Uint8Array> {
  const bytes = Buffer.from(content);
  yield `data ${bytes.byteLength}\n`;
  yield bytes;
  yield "\n";
}
