/** Primary result codes, https://sqlite.org/rescode.html; an extended one has them in its lowest byte. */
const SQLITE = { readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notDatabase: 26 } as const;

/** What the operating system says by a code. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "it is there already",
  EISDIR: "it is a folder",
  ENOENT: "no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a folder on the way is a file",
  EPERM: "not permitted",
  EROFS: "the file system takes no changes",
};

/** What the disk or the operating system refused, in one line; null for any other error. */
export function explainOutside(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("syscall" in error) return explainSystem(error as NodeJS.ErrnoException);
  return "errcode" in error && typeof error.errcode === "number" ? explainSqlite(error.errcode & 0xff) : null;
}

function explainSystem(error: NodeJS.ErrnoException): string {
  const words = SYSTEM_WORDS[error.code ?? ""];
  if (words === undefined || error.path === undefined) return error.message.replaceAll(/\s+/g, " ");
  return `${error.path}: ${words} (${error.code})`;
}

function explainSqlite(code: number): string | null {
  switch (code) {
    case SQLITE.corrupt:
    case SQLITE.notDatabase:
      return "the index is damaged; make it anew with corrigible rebuild";
    case SQLITE.readOnly:
    case SQLITE.cannotOpen:
      return "the index cannot be opened for writing; see that you may write the workspace's folder index";
    case SQLITE.full:
    case SQLITE.ioError:
      return "the index cannot be written: the disk is full or fails";
    default:
      return null;
  }
}
