import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { EXIT, UserError } from "../../std/errors.ts";

/** Where an archive lies. */
export type Place =
  | { readonly kind: "bundle"; readonly path: string; readonly label: string }
  | { readonly kind: "folder"; readonly gitDir: string; readonly label: string }
  /** `protocols`: what git may speak to reach it, as `GIT_ALLOW_PROTOCOL` takes it. */
  | { readonly kind: "url"; readonly url: string; readonly protocols: string; readonly label: string };

const PROTOCOLS: Readonly<Record<string, string>> = {
  https: "https",
  http: "http:https",
  ssh: "ssh",
  git: "git",
  file: "file",
};

/**
 * Tells a bundle file, a repository's folder and a git URL (also `git@host:path`) apart. Throws a UserError where it
 * is none. `label` is how messages call it: as given, without a password.
 */
export function locate(location: string): Place {
  const quoted = JSON.stringify(location);
  if (location === "" || location.startsWith("-") || /\p{Cc}/u.test(location)) {
    throw new UserError(`${quoted} is no archive; give a bundle file, a repository's folder or a git URL`);
  }
  const scheme = /^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(location)?.groups?.["scheme"];
  if (scheme !== undefined) return locateUrl(location, scheme.toLowerCase());
  const path = resolve(location);
  if (existsSync(path)) return locatePath(path, location);
  if (/^[\w.-]+@[\w.-]+:[^:]/.test(location)) {
    return { kind: "url", url: location, protocols: "ssh", label: location };
  }
  throw new UserError(`no such file or folder: ${location}`);
}

function locateUrl(url: string, scheme: string): Place {
  const label = withoutPassword(url);
  const protocols = Object.hasOwn(PROTOCOLS, scheme) ? PROTOCOLS[scheme] : undefined;
  if (protocols === undefined) {
    throw new UserError(`${label}: an archive is not fetched over ${scheme}; give an https, ssh, git or file URL`);
  }
  return { kind: "url", url, protocols, label };
}

/** A text without the user names and passwords of the URLs in it. */
export function withoutPassword(text: string): string {
  return text.replaceAll(/(\w:\/\/)[^/\s]*@/g, "$1");
}

function locatePath(path: string, label: string): Place {
  try {
    const stat = statSync(path);
    if (stat.isFile()) return { kind: "bundle", path, label };
    const inner = join(path, ".git");
    if (stat.isDirectory()) return { kind: "folder", gitDir: existsSync(inner) ? inner : path, label };
  } catch (cause) {
    throw new UserError(`${label} cannot be read`, EXIT.outside, { cause });
  }
  throw new UserError(`${label} is neither a file nor a folder`);
}
