import { rmSync } from "node:fs";
import { EXIT, UserError } from "../../std/errors.ts";
import { type ArchiveText, readTexts } from "./cat-file.ts";
import { headOfClone, openClone } from "./clone.ts";
import { GitError, type GitOptions, runGit } from "./git.ts";
import { findHead } from "./head.ts";
import { locate, type Place } from "./locate.ts";
import { type PlannedVersion, planVersions } from "./log.ts";

/** An Open Terms Archive: a git repository in which each commit records the new text of `<service>/<terms>.md`. */
export interface OtaArchive {
  /** Id of the root commit on the first-parent line of the newest commit: the same in every copy of the archive. */
  readonly repository: string;
  /** Id of the newest commit. */
  readonly head: string;
  /**
   * The versions that are not `known`, in git order, oldest first. A commit that records several texts gives several
   * versions; a deleted text gives none. Throws a UserError where the repository is no Open Terms Archive.
   */
  plan(known: (commit: string, path: string) => boolean): Promise<PlannedVersion[]>;
  /**
   * The texts of planned versions, each distinct one once. Git waits while the reader does; a reader may stop early.
   * Throws a UserError that names commit and path of a text that is too long or not UTF-8.
   */
  read(planned: readonly PlannedVersion[]): AsyncGenerator<ArchiveText, void, undefined>;
  /** Ends what is still being read. */
  close(): Promise<void>;
}

export interface OtaOptions {
  /** Folder for the copies of bundles and URLs; made when it is needed. One caller at a time. */
  readonly cacheDir: string;
  /** The program that is run as git, "git" unless given. */
  readonly git?: string;
}

/**
 * Opens the archive at a bundle file, in a repository's folder (bare or not; it is read in place and never changed)
 * or behind a git URL. Throws a UserError: exit 2 where there is none, exit 3 where git or the network fails.
 */
export async function openOtaArchive(location: string, { cacheDir, git: program }: OtaOptions): Promise<OtaArchive> {
  const place = locate(location);
  const found = await findHead(place, program);
  const stop = new AbortController();
  const gitDir = place.kind === "folder" ? place.gitDir : await openClone(place, found, cacheDir, program);
  const git: GitOptions = { program, gitDir, signal: stop.signal };
  // What a URL calls its head may have moved on between asking and fetching.
  const head = place.kind === "folder" ? found.head : await headOfClone(gitDir, program);
  const explain = (error: unknown): unknown => explainFailure(error, place, gitDir);
  return {
    repository: await findRoot(git, head).catch((error: unknown) => Promise.reject(explain(error))),
    head,
    plan: (known) => planVersions(git, head, known).catch((error: unknown) => Promise.reject(explain(error))),
    async *read(planned) {
      try {
        yield* readTexts(git, planned);
      } catch (error) {
        throw explain(error);
      }
    },
    close: async () => stop.abort(),
  };
}

/**
 * The newest commit of the archive at a location, at the price of one look (for a URL one request). Throws a
 * UserError as {@link openOtaArchive} does.
 */
export async function peekHead(location: string, { git }: Pick<OtaOptions, "git"> = {}): Promise<string> {
  return (await findHead(locate(location), git)).head;
}

async function findRoot(git: GitOptions, head: string): Promise<string> {
  return (await runGit(["rev-list", "--first-parent", "--max-parents=0", head, "--"], git)).toString().trim();
}

function explainFailure(error: unknown, place: Place, gitDir: string): unknown {
  const { label } = place;
  if (error instanceof UserError) return new UserError(`${label}: ${error.message}`, error.exitCode, { cause: error });
  if (!(error instanceof GitError)) return error;
  if (place.kind === "folder") {
    return new UserError(`${label} is damaged: ${error.message}`, EXIT.badInput, { cause: error });
  }
  // The archive itself may be sound; the next run makes a new copy.
  rmSync(gitDir, { recursive: true, force: true });
  return new UserError(`the copy of ${label} was damaged and is removed; run this again`, EXIT.outside, {
    cause: error,
  });
}
