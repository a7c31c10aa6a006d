import { readFileSync, statSync } from "node:fs";
import { EXIT, UserError } from "../std/index.ts";

/** Largest file that is read, in bytes. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** The text of a UTF-8 file, a byte order mark included: positions count from the file's own first character. */
export function readText(path: string): string {
  const bytes = readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw explainRead(path, cause);
  }
}

/** The bytes of a file that the user named. Throws a UserError where it cannot be read. */
export function readBytes(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_MAX) throw new UserError(`${path} is larger than ${FILE_BYTES_MAX} bytes`);
    return readFileSync(path);
  } catch (cause) {
    throw explainRead(path, cause);
  }
}

function explainRead(path: string, cause: unknown): unknown {
  switch (errorCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return new UserError(`no such file: ${path}`);
    case "EISDIR":
      return new UserError(`${path} is a folder; give a file`);
    case "EACCES":
      return new UserError(`${path} may not be read: permission denied`, EXIT.outside);
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return new UserError(`${path} is not UTF-8 text; convert it first`);
    default:
      return cause;
  }
}

/** The code that Node gives an error, "" where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
