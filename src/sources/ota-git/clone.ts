import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EXIT, UserError } from "../../std/errors.ts";
import { readBundleHeader } from "./bundle-header.ts";
import { GitError, type GitOptions, runGit } from "./git.ts";
import type { Head } from "./head.ts";
import { type Place, withoutPassword } from "./locate.ts";

/** An archive that is read through a copy of ours. */
export type Remote = Exclude<Place, { readonly kind: "folder" }>;

/** The one branch of a copy. */
const BRANCH = "refs/heads/archive";
const ID_CHARACTERS = 16;

/**
 * The bare copy of a bundle or a URL in `cacheDir`, with the newest commit in it: fetched into the copy made before,
 * or made anew where there is none or where it is damaged. One caller at a time. Throws a UserError where the archive
 * cannot be had.
 */
export async function openClone(place: Remote, head: Head, cacheDir: string, program?: string): Promise<string> {
  const source = place.kind === "url" ? place.url : place.path;
  const key = createHash("sha256").update(source).digest("hex").slice(0, ID_CHARACTERS);
  const gitDir = join(cacheDir, `${key}.git`);
  if (existsSync(gitDir) && (await refresh(place, head, gitDir, program))) return gitDir;
  // Made beside its place and moved there when it is whole, so that a crash leaves no half copy under that name.
  const fresh = `${gitDir}.new`;
  try {
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const format = head.head.length > 40 ? "sha256" : "sha1";
    await runGit(["init", "--quiet", "--bare", "--template=", `--object-format=${format}`], { program, gitDir: fresh });
    await fetch(place, head, { program, gitDir: fresh });
    rmSync(gitDir, { recursive: true, force: true });
    renameSync(fresh, gitDir);
    return gitDir;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error instanceof GitError ? explain(place, error) : error;
  }
}

/** Brings the copy up to date; false where it is damaged and has to be made anew. */
async function refresh(place: Remote, head: Head, gitDir: string, program?: string): Promise<boolean> {
  const git = { program, gitDir };
  try {
    if ((await headOfClone(gitDir, program)) !== head.head) await fetch(place, head, git);
    await runGit(["fsck", "--connectivity-only", "--no-dangling", "--no-progress"], git);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

async function fetch(place: Remote, { ref }: Head, git: GitOptions): Promise<void> {
  const from =
    place.kind === "url"
      ? { source: place.url, protocols: place.protocols }
      : { source: place.path, protocols: "file" };
  await runGit(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", from.source, `+${ref}:${BRANCH}`], {
    ...git,
    protocols: from.protocols,
    userSettings: place.kind === "url",
  });
  // Git only warns where the source is a shallow clone, and fetches nothing.
  await headOfClone(git.gitDir as string, git.program).catch(() => {
    throw new GitError("its history is cut off (a shallow clone); give one with the whole history");
  });
}

/** The newest commit in the copy. */
export async function headOfClone(gitDir: string, program?: string): Promise<string> {
  return (await runGit(["rev-parse", "--verify", `${BRANCH}^{commit}`], { program, gitDir })).toString().trim();
}

function explain(place: Remote, cause: GitError): UserError {
  const { label } = place;
  const reason = withoutPassword(cause.message);
  if (place.kind === "url") return new UserError(`${label} cannot be fetched: ${reason}`, EXIT.outside, { cause });
  if (!readBundleHeader(place.path, label).needsMore) {
    return new UserError(`${label} is a damaged bundle: ${reason}`, EXIT.badInput, { cause });
  }
  const message = `${label} only continues an earlier bundle; make a whole one: git bundle create FILE HEAD`;
  return new UserError(message, EXIT.badInput, { cause });
}
