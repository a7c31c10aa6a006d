import { type ChildProcessByStdio, spawn } from "node:child_process";
import { finished, type Readable, type Writable } from "node:stream";
import { EXIT, UserError } from "../../std/errors.ts";

/**
 * Runs git on repositories that others wrote: no shell, no hooks, no prompts, and nothing of the repository's own
 * configuration that could run a program.
 */

export interface GitOptions {
  /** The program, "git" unless given. */
  readonly program?: string | undefined;
  /** The repository. Given outright, so that git looks for none in the folders above. */
  readonly gitDir?: string;
  /** What git may speak, as `GIT_ALLOW_PROTOCOL` takes it; nothing unless given. */
  readonly protocols?: string;
  /** Sent to git's standard input; must not throw. */
  readonly input?: Iterable<string | Uint8Array>;
  /** Whether the user's own settings count (proxies, rewritten URLs); they matter on the network alone. */
  readonly userSettings?: boolean;
  /** Ends git. */
  readonly signal?: AbortSignal;
}

/** Git ended with a failure; the message is the first line of its complaint that tells something. */
export class GitError extends Error {
  override readonly name = "GitError";
}

/** Output kept of a command that answers in a few lines, in bytes; a listing of 100,000 references takes 6 MB. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
/** Complaint kept of a failing command, in characters. */
const COMPLAINT_CHARACTERS_MAX = 16_384;
/** A connection slower than this many bytes a second for this many seconds has failed. */
const LOW_SPEED = { bytesPerSecond: 100, seconds: 60 } as const;

/** These win over the repository's configuration. Each one left to the repository could run a program or bend history. */
const OVERRIDES = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.gitProxy=",
  "core.pager=cat",
  "credential.helper=",
  "diff.orderFile=/dev/null",
  "diff.relative=false",
  "gc.auto=0",
  `http.lowSpeedLimit=${LOW_SPEED.bytesPerSecond}`,
  `http.lowSpeedTime=${LOW_SPEED.seconds}`,
  "i18n.logOutputEncoding=UTF-8",
  "log.follow=false",
  "log.mailmap=false",
  "log.showRoot=true",
  "log.showSignature=false",
  "maintenance.auto=false",
  "submodule.recurse=false",
  "fetch.recurseSubmodules=false",
].flatMap((setting) => ["-c", setting]);

/** Variables of git's that describe the user's machine, not a repository; the others do not reach git. */
const KEPT_VARIABLES = new Set(["GIT_EXEC_PATH", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"]);

/** Runs git to its end and gives what it printed. Throws a GitError where it fails. */
export async function runGit(args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of streamGit(args, options)) {
    bytes += chunk.byteLength;
    if (bytes > OUTPUT_BYTES_MAX) throw new GitError(`git printed more than ${OUTPUT_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Runs git and gives what it prints as it comes; git waits while the reader does. A reader that stops early stops
 * git. Throws a GitError where git fails, a UserError (exit 3) where it cannot be started.
 */
export async function* streamGit(args: readonly string[], options: GitOptions = {}): AsyncGenerator<Buffer> {
  const child = startGit(args, options);
  const ended = endOf(child, options.program ?? "git");
  // Whoever reads the output to its end learns of the failure below; before that, nobody waits for it.
  ended.catch(() => {});
  try {
    // A git that has ended says why itself; that its input breaks off then is no news.
    child.stdin.on("error", () => {});
    void feed(child.stdin, options.input ?? []);
    yield* child.stdout as AsyncIterable<Buffer>;
    await ended;
  } finally {
    child.kill();
  }
}

type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

function startGit(args: readonly string[], options: GitOptions): GitProcess {
  const { program = "git", gitDir, protocols = "none", userSettings = false, signal } = options;
  const place = gitDir === undefined ? [] : [`--git-dir=${gitDir}`];
  return spawn(program, [...OVERRIDES, ...place, ...args], {
    env: { ...environment(userSettings), GIT_ALLOW_PROTOCOL: protocols },
    stdio: ["pipe", "pipe", "pipe"],
    ...(signal ? { signal } : {}),
  });
}

function environment(userSettings: boolean): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("GIT_") || KEPT_VARIABLES.has(name),
  );
  return {
    GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oConnectTimeout=30",
    ...Object.fromEntries(inherited),
    ...(userSettings ? {} : { GIT_CONFIG_GLOBAL: "/dev/null" }),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    GIT_OPTIONAL_LOCKS: "0",
    // What a commit id names is what the archive holds under it: no replacements, no fetching of what is missing.
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_GRAFT_FILE: "/dev/null",
    GIT_NO_LAZY_FETCH: "1",
    LC_ALL: "C",
  };
}

async function feed(stdin: Writable, input: Iterable<string | Uint8Array>): Promise<void> {
  for (const piece of input) {
    if (stdin.destroyed) return;
    if (!stdin.write(piece)) await drained(stdin);
  }
  stdin.end();
}

function drained(stdin: Writable): Promise<void> {
  return new Promise((resolve) => {
    const forget = finished(stdin, () => resolve());
    stdin.once("drain", () => {
      forget();
      resolve();
    });
  });
}

function endOf(child: GitProcess, program: string): Promise<void> {
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (complaint.length < COMPLAINT_CHARACTERS_MAX) complaint += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => {
      const stopped = cause.name === "AbortError";
      reject(
        stopped ? cause : new UserError(`${program} cannot be run; install git 2.39 or newer`, EXIT.outside, { cause }),
      );
    });
    child.on("close", (code) => (code === 0 ? resolve() : reject(new GitError(tellingLine(complaint)))));
  });
}

const LINE_CHARACTERS_MAX = 300;

/** Git's first line that is no hint or warning, without its prefixes and without control characters. */
function tellingLine(complaint: string): string {
  const lines = complaint
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(/^(remote: |fatal: |error: |ERROR: )+/, "")
        .replaceAll(/\p{Cc}+/gu, " ")
        .trim(),
    )
    .filter((line) => line !== "" && !/^(hint|warning|Cloning into|Receiving|Resolving)/.test(line));
  return lines[0]?.slice(0, LINE_CHARACTERS_MAX) ?? "git gave no reason";
}
