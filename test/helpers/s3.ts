import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import type { BucketPlace } from "../../src/evidence/index.ts";
import { BUCKET, type Control, KEYS, REGION } from "./s3-server.ts";

/** A store for tests, in a process of its own: the log waits for it without giving this one's events a turn. */
export interface TestStore {
  readonly endpoint: string;
  /** A place for a log in it; the copies are kept in a folder of `folder`. */
  place(prefix: string, folder: string): BucketPlace;
  /** Sets faults; gives the requests since the last call: "PUT tile/0/000". */
  control(what: Control): Promise<string[]>;
  /** Resolves when a request is frozen from now on. */
  frozen(): Promise<void>;
  /** AWS's own client, which knows nothing of ours. */
  readonly client: S3Client;
  stop(): Promise<void>;
}

export async function startStore(): Promise<TestStore> {
  const program = fileURLToPath(new URL("s3-server.ts", import.meta.url));
  const server = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: server.stdout });
  const [port] = (await once(lines, "line")) as [string];
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials: KEYS,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    endpoint,
    client,
    place: (prefix, folder) => ({
      endpoint,
      region: REGION,
      bucket: BUCKET,
      prefix,
      keys: KEYS,
      timeout: 5,
      cacheDir: join(folder, "store-cache"),
    }),
    async control(what) {
      const answer = await fetch(`${endpoint}/-/control`, { method: "POST", body: JSON.stringify(what) });
      return (await answer.json()) as string[];
    },
    async frozen() {
      await once(lines, "line");
    },
    async stop() {
      client.destroy();
      const closed = once(server, "close");
      server.stdin.end();
      await closed;
    },
  };
}
