import { EXIT, UserError } from "../../std/errors.ts";
import { type BundleHeader, readBundleHeader } from "./bundle-header.ts";
import { GitError, type GitOptions, runGit } from "./git.ts";
import { type Place, withoutPassword } from "./locate.ts";

/** The newest commit of an archive, and the reference that names it there. */
export type Head = Pick<BundleHeader, "head" | "ref">;

/** Finds the newest commit without reading the history. Throws a UserError where there is none. */
export async function findHead(place: Place, program?: string): Promise<Head> {
  if (place.kind === "bundle") return readBundleHeader(place.path, place.label);
  if (place.kind === "folder") return await findFolderHead({ program, gitDir: place.gitDir }, place.label);
  return await findUrlHead(place, program);
}

async function findFolderHead(git: GitOptions, label: string): Promise<Head> {
  try {
    const answer = await runGit(["rev-parse", "--is-shallow-repository", "HEAD^{commit}"], git);
    const [shallow, head = ""] = answer.toString().split("\n");
    if (shallow === "false") return { head, ref: "HEAD" };
  } catch (error) {
    throw await explainNoHead(git, label, error);
  }
  throw new UserError(`${label} is a shallow clone; run git fetch --unshallow in it to get its whole history`);
}

/** A folder without a head is no repository at all, or one that is empty. */
async function explainNoHead(git: GitOptions, label: string, error: unknown): Promise<unknown> {
  if (!(error instanceof GitError)) return error;
  try {
    await runGit(["rev-parse", "--git-dir"], git);
    return new UserError(`${label} has no commits, or its HEAD is damaged`, EXIT.badInput, { cause: error });
  } catch {
    return new UserError(`${label} is not a git repository`, EXIT.badInput, { cause: error });
  }
}

async function findUrlHead(place: Place & { readonly kind: "url" }, program?: string): Promise<Head> {
  const { url, protocols, label } = place;
  try {
    const answer = await runGit(["ls-remote", "--", url, "HEAD"], { program, protocols, userSettings: true });
    const head = /^(?<head>[0-9a-f]{40,64})\tHEAD$/m.exec(answer.toString())?.groups?.["head"];
    if (head) return { head, ref: "HEAD" };
  } catch (cause) {
    if (!(cause instanceof GitError)) throw cause;
    throw new UserError(`${label} cannot be reached: ${withoutPassword(cause.message)}`, EXIT.outside, { cause });
  }
  throw new UserError(`${label} has no commits`);
}
