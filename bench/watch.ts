import { spawn } from "node:child_process";
import { readdirSync, statSync, writeFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { BIN, inFolder } from "./archive.ts";
import type { Measure } from "./run.ts";

const DOCUMENTS = 1_000;
const SECONDS_MAX = 60;
/** Evidence that a second pass over documents that did not change may add, in bytes a document. */
const REPEAT_BYTES_MAX = 2_000;
/** Services whose documents they are: hosts wait for each other, services do not matter. */
const SERVICES = 10;

/** A thousand documents of a local site, captured from nothing, and again when nothing has changed. */
export function benchWatch(): Promise<readonly Measure[]> {
  return inFolder(async (folder) => {
    const server = createServer((request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(page(request.url ?? ""));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    const workspace = join(folder, "watch");
    await run(["init", workspace, "--origin", "corrigible.local/bench"]);
    declare(workspace, url);
    const watch = ["watch", "--once", "--all", "--delay", "1", "--workspace", workspace];
    const first = await run(watch);
    const before = bytesOf(join(workspace, "evidence"));
    const second = await run(watch);
    const added = bytesOf(join(workspace, "evidence")) - before;
    server.closeAllConnections();
    server.close();
    return [
      { what: `${DOCUMENTS} documents captured from nothing`, value: first, unit: "s", max: SECONDS_MAX },
      { what: "the same again, nothing changed", value: second, unit: "s", max: SECONDS_MAX },
      {
        what: "evidence of the second pass a document",
        value: added / DOCUMENTS,
        unit: "bytes",
        max: REPEAT_BYTES_MAX,
      },
      { what: "evidence of the first pass a document", value: before / DOCUMENTS, unit: "bytes", max: null },
    ];
  });
}

/** A policy of some forty clauses, each document's own. */
function page(path: string): string {
  const rules = Array.from(
    { length: 40 },
    (_, at) => `<li>You may not use ${path} for matter ${at}, nor let others do so on your behalf in any product.</li>`,
  );
  return `<html><head><title>${path}</title></head><body><nav><a href="/">Home</a></nav><main><h1>Rules ${path}</h1><p>These rules bind everyone who uses the service.</p><ul>${rules.join("")}</ul></main></body></html>`;
}

function declare(workspace: string, url: string): void {
  mkdirSync(join(workspace, "tracked"));
  for (let service = 0; service < SERVICES; service++) {
    const rows = Array.from(
      { length: DOCUMENTS / SERVICES },
      (_, at) => `- {service: Service ${service}, terms: Document ${at}, url: ${url}/${service}/${at}}\n`,
    );
    writeFileSync(join(workspace, "tracked", `service-${service}.yaml`), rows.join(""));
  }
}

function run(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(BIN, args, {
    env: { ...process.env, CORRIGIBLE_ALLOW_PRIVATE: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      if (code === 0) resolve((performance.now() - began) / 1_000);
      else reject(new Error(`corrigible ${args.join(" ")} exited ${code}`));
    });
  });
}

const bytesOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
