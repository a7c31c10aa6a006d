import { createReadStream, createWriteStream, readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { ZipFile } from "yazl";
import { EXIT, makeFolder, UserError } from "../std/index.ts";
import { isBackupPath } from "./backup-files.ts";

/** A backup as one file: a ZIP without compression, since texts are compressed already. */

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Writes the files of a backup into a new ZIP, reads it back, and compares. On disk when it returns. */
export async function packFolder(folder: string, file: string): Promise<void> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join("/"))
    .filter(isBackupPath)
    .toSorted();
  const zip = new ZipFile();
  for (const path of paths) zip.addFile(join(folder, path), path, { compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { flags: "wx", mode: PRIVATE_FILE }));
  const handle = await open(file, "r");
  await handle.sync();
  await handle.close();
  const found = new Set<string>();
  await eachFile(file, async (path, read) => {
    found.add(path);
    if (!(await isEqual(read, createReadStream(join(folder, path)))))
      throw new UserError(`${file}: ${path} was not written as it is`, EXIT.outside);
  });
  if (found.size !== paths.length) throw new UserError(`${file} was not written in full`, EXIT.outside);
}

/** Whether two streams give the same bytes. */
async function isEqual(a: AsyncIterable<Buffer>, b: AsyncIterable<Buffer>): Promise<boolean> {
  const read = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => Buffer.concat(await Array.fromAsync(stream));
  return (await read(a)).equals(await read(b));
}

/** Unpacks a ZIP of {@link packFolder} into a new folder. Throws a UserError for any other file. */
export async function unpackFile(file: string, folder: string): Promise<void> {
  try {
    await eachFile(file, async (path, read) => {
      if (!isBackupPath(path)) throw new UserError(`${file}: "${path}" is no file of a backup`);
      makeFolder(dirname(join(folder, path)), PRIVATE_FOLDER);
      await pipeline(read, createWriteStream(join(folder, path), { flags: "wx", mode: PRIVATE_FILE }));
    });
  } catch (cause) {
    if (cause instanceof UserError || (cause instanceof Error && "syscall" in cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${file} is no backup: ${why}`, undefined, { cause });
  }
}

async function eachFile(
  file: string,
  job: (path: string, read: NodeJS.ReadableStream & AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      await job(entry.fileName, await zip.openReadStreamPromise(entry));
    }
  } finally {
    zip.close();
  }
}
