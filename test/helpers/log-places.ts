import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { createEvidence, type EvidencePaths } from "../../src/evidence/index.ts";
import { startStore, type TestStore } from "./s3.ts";
import { BUCKET } from "./s3-server.ts";

/** A kind of place for logs, and a way to its bytes past our own code. */
export interface LogPlaces {
  /** Places of a log that is not there yet; `name` tells it from others. */
  paths(name: string): EvidencePaths;
  /** The same log with the same key, but another state folder: as another machine has it. */
  elsewhere(paths: EvidencePaths, name: string): EvidencePaths;
  /** A copy of a whole log, with its key. */
  copy(from: string, to: string): Promise<EvidencePaths>;
  files(name: string): Promise<string[]>;
  read(name: string, path: string): Promise<Buffer>;
  write(name: string, path: string, bytes: Uint8Array): Promise<void>;
  remove(name: string, path: string): Promise<void>;
  stop(): Promise<void>;
}

/** Makes an empty log. */
export function makeLogAt(places: LogPlaces, name: string): EvidencePaths {
  const paths = places.paths(name);
  createEvidence({ ...paths, origin: "log.example/test" });
  return paths;
}

export function folderPlaces(folder: string): LogPlaces {
  const paths = (name: string): EvidencePaths => ({
    place: join(folder, name, "evidence"),
    keysDir: join(folder, name, "keys"),
    stateDir: join(folder, name, "state"),
  });
  const fileOf = (name: string, path: string): string => join(folder, name, "evidence", path);
  return {
    paths,
    elsewhere: (of, name) => ({ ...of, stateDir: join(folder, name, "state") }),
    async copy(from, to) {
      cpSync(join(folder, from), join(folder, to), { recursive: true });
      return paths(to);
    },
    async files(name) {
      const dir = fileOf(name, "");
      return readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
        .toSorted();
    },
    read: async (name, path) => readFileSync(fileOf(name, path)),
    async write(name, path, bytes) {
      mkdirSync(dirname(fileOf(name, path)), { recursive: true });
      writeFileSync(fileOf(name, path), bytes);
    },
    remove: async (name, path) => rmSync(fileOf(name, path)),
    async stop() {},
  };
}

export async function bucketPlaces(folder: string): Promise<LogPlaces & { readonly store: TestStore }> {
  const store = await startStore();
  const { client } = store;
  const paths = (name: string): EvidencePaths => ({
    place: store.place(name, join(folder, name)),
    keysDir: join(folder, name, "keys"),
    stateDir: join(folder, name, "state"),
  });
  const objectOf = (name: string, path: string): { Bucket: string; Key: string } => ({
    Bucket: BUCKET,
    Key: `${name}/${path}`,
  });
  return {
    store,
    paths,
    elsewhere: ({ place, keysDir }, name) => ({
      place: { ...(place as ReturnType<TestStore["place"]>), cacheDir: join(folder, name, "store-cache") },
      keysDir,
      stateDir: join(folder, name, "state"),
    }),
    async copy(from, to) {
      cpSync(join(folder, from, "keys"), join(folder, to, "keys"), { recursive: true });
      await store.control({ copy: [from, to] });
      return paths(to);
    },
    async files(name) {
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${name}/`, ContinuationToken: token }),
        );
        found.push(...(page.Contents ?? []).map(({ Key = "" }) => Key.slice(name.length + 1)));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return found;
    },
    async read(name, path) {
      const { Body } = await client.send(new GetObjectCommand(objectOf(name, path)));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    async write(name, path, bytes) {
      await client.send(new PutObjectCommand({ ...objectOf(name, path), Body: bytes }));
    },
    async remove(name, path) {
      await client.send(new DeleteObjectCommand(objectOf(name, path)));
    },
    stop: () => store.stop(),
  };
}
