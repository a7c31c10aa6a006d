import { closeSync, openSync, readSync } from "node:fs";
import { EXIT, UserError } from "../../std/errors.ts";

/**
 * The first lines of a bundle, https://git-scm.com/docs/gitformat-bundle:
 *
 *     # v2 git bundle
 *     -<commit> what must be there already
 *     <commit> HEAD
 *     <commit> refs/heads/main
 *     (an empty line, then the pack)
 */
export interface BundleHeader {
  /** The newest commit, and the reference that names it. */
  readonly head: string;
  readonly ref: string;
  /** True for a bundle that continues another one and is not whole alone. */
  readonly needsMore: boolean;
}

/** Header of a bundle, in bytes: 100,000 references take 6 MB. */
const HEADER_BYTES_MAX = 16 * 1024 * 1024;
const STEP_BYTES = 64 * 1024;
const SIGNATURE = /^# v[23] git bundle\n/;
/** Where a bundle names no HEAD, the branch of one of these names is taken. */
const HEADS = ["HEAD", "refs/heads/main", "refs/heads/master"];

/** Reads a bundle's header. Throws a UserError where the file is no bundle, or is cut off, or names no head. */
export function readBundleHeader(path: string, label: string): BundleHeader {
  const lines = readHeader(path, label).split("\n").slice(1);
  if (lines.some((line) => line.startsWith("@filter="))) {
    throw new UserError(`${label} is a partial bundle; make a whole one: git bundle create FILE HEAD`);
  }
  const refs = new Map<string, string>();
  for (const line of lines) {
    const { commit, ref } = /^(?<commit>[0-9a-f]{40}|[0-9a-f]{64}) (?<ref>\S+)$/.exec(line)?.groups ?? {};
    if (commit && ref) refs.set(ref, commit);
  }
  const branches = [...refs.keys()].filter((ref) => ref.startsWith("refs/heads/"));
  const ref = [...HEADS, ...(branches.length === 1 ? branches : [])].find((name) => refs.has(name));
  const head = refs.get(ref ?? "");
  if (ref === undefined || head === undefined) {
    throw new UserError(`${label} does not say which commit is the newest; make it with: git bundle create FILE HEAD`);
  }
  return { head, ref, needsMore: lines.some((line) => line.startsWith("-")) };
}

function readHeader(path: string, label: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, "r");
    return readToEmptyLine(descriptor, label);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${label} cannot be read`, EXIT.outside, { cause });
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readToEmptyLine(descriptor: number, label: string): string {
  const step = Buffer.alloc(STEP_BYTES);
  for (let header = ""; header.length < HEADER_BYTES_MAX;) {
    const read = readSync(descriptor, step);
    header += step.toString("latin1", 0, read);
    if (!SIGNATURE.test(header)) {
      throw new UserError(`${label} is neither a git bundle nor a repository's folder`);
    }
    const end = header.indexOf("\n\n");
    if (end >= 0) return header.slice(0, end);
    if (read === 0) throw new UserError(`${label} is a damaged bundle: it ends in its header`);
  }
  throw new UserError(`${label} is a damaged bundle: its header has no end in ${HEADER_BYTES_MAX} bytes`);
}
