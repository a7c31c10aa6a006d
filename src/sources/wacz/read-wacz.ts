import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import * as z from "zod";
import { UserError } from "../../std/index.ts";
import type { ArchiveSlice } from "../warc/archive-bytes.ts";

/** Files in a WACZ, and bytes of its datapackage.json, at most. */
const FILES_MAX = 10_000;
const PACKAGE_BYTES_MAX = 10_000_000;
const STORED = 0;
const WARC_FILE = /^archive\/.{1,200}\.warc(?:\.gz)?$/;

/** What of datapackage.json is used (WACZ 1.1.1); other members are passed over. */
const dataPackage = z.object({
  profile: z.string(),
  wacz_version: z.string().optional(),
  resources: z
    .array(z.object({ path: z.string(), hash: z.string().optional(), bytes: z.number().optional() }))
    .max(FILES_MAX),
});

/**
 * The WARC files of a WACZ (a ZIP with archive/, indexes/, pages/ and datapackage.json), as slices of it: nothing is
 * unpacked. Their hashes are those that datapackage.json names. Throws a UserError of one line for what is none, is damaged,
 * or has been altered. `shown`: how messages name the file.
 */
export async function readWacz(path: string, shown: string): Promise<ArchiveSlice[]> {
  const zip = await openZip(path, shown);
  try {
    const entries = await readEntries(zip, shown);
    const found = await readPackage(zip, entries, shown);
    if (found.profile === "multi-wacz-package") {
      throw new UserError(`${shown}: it holds other WACZ files; unpack it with unzip, and import those`);
    }
    const files = [...entries.values()].filter(({ fileName }) => WARC_FILE.test(fileName));
    if (files.length === 0) throw new UserError(`${shown}: there is no WARC file in its folder archive`);
    const hashes = new Map(found.resources.map((resource) => [resource.path, resource.hash]));
    const slices: ArchiveSlice[] = [];
    for (const entry of files) {
      const slice = await sliceOf(zip, entry, path, shown);
      await checkHash(slice, hashes.get(entry.fileName));
      slices.push(slice);
    }
    return slices;
  } catch (error) {
    throw explain(error, shown);
  } finally {
    zip.close();
  }
}

async function openZip(path: string, shown: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw explain(error, shown);
  }
}

async function readEntries(zip: ZipFile, shown: string): Promise<Map<string, Entry>> {
  if (zip.entryCount > FILES_MAX) throw new UserError(`${shown}: it holds more than ${FILES_MAX} files`);
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw new UserError(`${shown}: two of its files have the same name`);
    entries.set(entry.fileName, entry);
  }
  return entries;
}

async function readPackage(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  shown: string,
): Promise<z.infer<typeof dataPackage>> {
  const entry = entries.get("datapackage.json");
  if (!entry) throw new UserError(`${shown}: it is no WACZ: datapackage.json is missing`);
  if (entry.uncompressedSize > PACKAGE_BYTES_MAX) {
    throw new UserError(`${shown}: its datapackage.json is longer than ${PACKAGE_BYTES_MAX} bytes`);
  }
  const text = (await readAll(await zip.openReadStreamPromise(entry))).toString("utf8");
  try {
    return dataPackage.parse(JSON.parse(text));
  } catch (cause) {
    const where = cause instanceof z.ZodError ? (cause.issues[0]?.path.join(".") ?? "") : "it is no JSON";
    throw new UserError(`${shown}: its datapackage.json is not one of a WACZ: ${where}`, undefined, { cause });
  }
}

async function readAll(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function sliceOf(zip: ZipFile, entry: Entry, path: string, shown: string): Promise<ArchiveSlice> {
  const name = `${shown}, ${entry.fileName}`;
  if (entry.compressionMethod !== STORED || entry.isEncrypted()) {
    throw new UserError(`${name}: it is packed within the ZIP; unpack it with unzip, then corrigible import warc`);
  }
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return { path, shown: name, start, end: start + entry.compressedSize };
}

/** Throws a UserError where the bytes are not those that datapackage.json names. */
async function checkHash({ path, shown, start, end }: ArchiveSlice, hash: string | undefined): Promise<void> {
  if (hash === undefined) throw new UserError(`${shown}: datapackage.json names no hash of it`);
  const [, algorithm, wanted] = /^(sha256|md5):([0-9a-f]{32,64})$/.exec(hash) ?? [];
  if (algorithm === undefined) throw new UserError(`${shown}: datapackage.json names a hash that we cannot check`);
  const made = createHash(algorithm);
  if (end > start)
    for await (const chunk of createReadStream(path, { start, end: end - 1 })) made.update(chunk as Buffer);
  if (made.digest("hex") !== wanted) {
    throw new UserError(`${shown}: it is not what datapackage.json says: its ${algorithm} is another`);
  }
}

/** What yauzl says of a damaged ZIP, in one line; the operating system's errors as they are. */
function explain(error: unknown, shown: string): unknown {
  if (error instanceof UserError || !(error instanceof Error) || "syscall" in error) return error;
  return new UserError(`${shown}: it cannot be read as a ZIP: ${error.message}`, undefined, { cause: error });
}
