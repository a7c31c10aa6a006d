import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { WARCParser } from "warcio";
import { openPromise } from "yauzl";
import { sha256 } from "./web-archive.ts";

interface CheckedResource {
  readonly name: string;
  readonly path: string;
  readonly hash: string;
  readonly bytes: number;
}

/**
 * What is wrong with a WACZ file by the rules of its specification (1.1.1), of CDXJ (0.1.0), of Frictionless data packages,
 * and by those that py-wacz applies. Nothing is taken on trust: every hash is made anew, every line of the index is followed.
 */
export async function checkWacz(path: string): Promise<string[]> {
  const problems: string[] = [];
  const require = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const { files, stored } = await readZip(path);
  const text = (name: string): string => (files.get(name) ?? Buffer.alloc(0)).toString();
  for (const name of [
    "datapackage.json",
    "archive/data.warc.gz",
    "indexes/index.cdx.gz",
    "indexes/index.idx",
    "pages/pages.jsonl",
  ])
    require(files.has(name), `${name} is missing`);
  for (const name of files.keys()) if (name.endsWith(".gz")) require(stored.has(name), `${name} is packed twice`);

  const data = JSON.parse(text("datapackage.json")) as Record<string, unknown>;
  const resources = data["resources"] as readonly CheckedResource[];
  require(data["profile"] === "data-package" &&
    data["wacz_version"] === "1.1.1", "datapackage.json: profile or version");
  require(resources.length > 0 &&
    new Set(resources.map(({ name }) => name)).size === resources.length, "names of resources");
  require(!Number.isNaN(Date.parse(String(data["created"]))), "created is no time");
  for (const { name, path: of, hash, bytes } of resources) {
    require(/^[-a-z0-9._/]+$/.test(name) && !of.startsWith("/") && !of.includes(".."), `${of}: name or path`);
    require(hash === `sha256:${sha256(files.get(of) ?? "")}`, `${of}: hash`);
    require(bytes === files.get(of)?.length, `${of}: bytes`);
  }
  const described = new Set(["datapackage.json", "datapackage-digest.json", ...resources.map(({ path: of }) => of)]);
  for (const name of files.keys()) require(described.has(name), `${name} is not described`);
  const digest = JSON.parse(text("datapackage-digest.json")) as Record<string, unknown>;
  require(digest["path"] === "datapackage.json", "datapackage-digest.json: path");
  require(digest["hash"] === `sha256:${sha256(text("datapackage.json"))}`, "datapackage-digest.json: hash");

  const index = gunzipSync(files.get("indexes/index.cdx.gz") ?? "").toString("latin1");
  const lines = index.split("\n").slice(0, -1);
  require(lines.join("\n") === lines.toSorted((a, b) => (a < b ? -1 : 1)).join("\n"), "the index is not sorted");
  problems.push(...(await followLines(lines, files.get("archive/data.warc.gz") ?? Buffer.alloc(0))));
  problems.push(...checkBlocks(text("indexes/index.idx"), files.get("indexes/index.cdx.gz") ?? Buffer.alloc(0)));
  problems.push(...checkPages(text("pages/pages.jsonl"), lines));
  return problems;
}

async function readZip(path: string): Promise<{ files: Map<string, Buffer>; stored: Set<string> }> {
  const files = new Map<string, Buffer>();
  const stored = new Set<string>();
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    files.set(entry.fileName, Buffer.concat(parts));
    if (entry.compressionMethod === 0) stored.add(entry.fileName);
  }
  zip.close();
  return { files, stored };
}

/** Each line leads to the record that it tells of, as another reader finds it. */
async function followLines(lines: readonly string[], warc: Buffer): Promise<string[]> {
  const problems: string[] = [];
  for (const line of lines) {
    const [, key = "", stamp = "", json = ""] = /^(\S+) (\d{14}) (\{.*\})$/.exec(line) ?? [];
    const told = JSON.parse(json || "{}") as Record<string, string>;
    const from = Number(told["offset"]);
    const packed = warc.subarray(from, from + Number(told["length"]));
    const [record, ...others] = await readAll(packed);
    const payload = record?.payload ?? Buffer.alloc(0);
    const [host = ""] = key.split(")");
    const holds =
      record !== undefined &&
      others.length === 0 &&
      record.url === told["url"] &&
      record.date.replaceAll(/\D/g, "").slice(0, 14) === stamp &&
      record.status === told["status"] &&
      told["filename"] === "data.warc.gz" &&
      told["recordDigest"] === `sha256:${sha256(packed)}` &&
      (told["mime"] === "warc/revisit" ||
        told["digest"] === `sha256:${sha256(payload)}` ||
        told["digest"] === `sha-256:${sha256(payload)}`) &&
      host.replace(/:\d+$/, "").split(",").toReversed().join(".") === new URL(record.url).hostname;
    if (!holds) problems.push(`the index leads astray: ${line}`);
  }
  return problems;
}

async function readAll(packed: Buffer) {
  const all: { readonly url: string; readonly date: string; readonly status: string; readonly payload: Buffer }[] = [];
  for await (const record of WARCParser.iterRecords([packed])) {
    all.push({
      url: record.warcTargetURI ?? "",
      date: record.warcDate ?? "",
      status: String(record.httpHeaders?.statusCode),
      payload: Buffer.from(await record.readFully(false)),
    });
  }
  return all;
}

function checkBlocks(idx: string, cdx: Buffer): string[] {
  const [meta = "", ...blocks] = idx.split("\n").slice(0, -1);
  const isMeta = meta === '!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}';
  const astray = blocks.filter((line) => {
    const { offset, length, digest } = JSON.parse(line.slice(line.indexOf("{"))) as Record<string, number>;
    const block = cdx.subarray(offset, Number(offset) + Number(length));
    return (
      String(digest) !== `sha256:${sha256(block)}` ||
      !gunzipSync(block)
        .toString()
        .startsWith(line.slice(0, line.indexOf("{")))
    );
  });
  return [...(isMeta ? [] : ["index.idx: meta"]), ...astray.map((line) => `index.idx leads astray: ${line}`)];
}

function checkPages(text: string, lines: readonly string[]): string[] {
  const [header, ...pages] = text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, string>);
  const known = new Set(
    lines.map((line) => `${line.split(" ")[1]} ${(JSON.parse(line.slice(line.indexOf("{"))) as { url: string }).url}`),
  );
  const astray = pages.filter(({ url, ts }) => !known.has(`${ts?.replaceAll(/\D/g, "")} ${url}`));
  return [
    ...(header?.["format"] === "json-pages-1.0" && header["id"] ? [] : ["pages.jsonl: header"]),
    ...astray.map(({ url }) => `pages.jsonl: ${url} is not in the index`),
  ];
}

/** The bytes of a file, to be compared. */
export const bytesOf = (path: string): string => sha256(readFileSync(path));
