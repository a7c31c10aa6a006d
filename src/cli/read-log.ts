import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { evidenceFiles, type ReadLogFile } from "../evidence/index.ts";
import { openWorkspace, SETTINGS_FILE } from "../pipeline/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import type { Context } from "./context.ts";

/** For one file of a log, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Reads a log of C2SP tlog-tiles from its folder, from a workspace, or from below its address by HTTP. Throws a UserError for neither. */
export function logReader(place: string, { cwd, secret }: Pick<Context, "cwd" | "secret">): ReadLogFile {
  if (!/^https?:\/\//.test(place)) return localReader(resolve(cwd, place), secret);
  if (!URL.canParse(place)) throw new UserError(`${place} is no address`);
  const base = place.endsWith("/") ? place : `${place}/`;
  return async (path, bytesMax) => {
    const url = new URL(path, base).href;
    try {
      return await fetchBytes(url, bytesMax);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      const why =
        cause instanceof Error ? ((cause.cause as Error | undefined)?.message ?? cause.message) : String(cause);
      throw new UserError(`${url} cannot be read: ${why}`, EXIT.outside, { cause });
    }
  };
}

async function fetchBytes(url: string, bytesMax: number): Promise<Uint8Array> {
  // What another address answers is not what the user named.
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new UserError(`${url} answered ${answer.status}`, EXIT.outside);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new UserError(`${url} is larger than ${bytesMax} bytes`, EXIT.outside);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Of a workspace its log, wherever that lies. */
function localReader(folder: string, secret: Context["secret"]): ReadLogFile {
  if (!existsSync(join(folder, SETTINGS_FILE))) return folderReader(folder);
  return evidenceFiles(openWorkspace(folder, { secret }).evidence);
}

function folderReader(folder: string): ReadLogFile {
  if (!existsSync(join(folder, "checkpoint"))) {
    throw new UserError(`${folder} is no log: it has no checkpoint; name a workspace, or log in a published copy`);
  }
  return (path, bytesMax) => {
    const file = join(folder, path);
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: -1 };
    if (size < 0) throw new UserError(`${file} is missing`, EXIT.outside);
    if (size > bytesMax) throw new UserError(`${file} is larger than ${bytesMax} bytes`, EXIT.outside);
    return Promise.resolve(readFileSync(file));
  };
}
