import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readExample, writeExampleArchive } from "../../src/pipeline/example.ts";
import { initWorkspace } from "../../src/pipeline/index.ts";
import { BIN, jsonLines, type Ran, succeed } from "../helpers/corrigible.ts";
import { serve } from "../helpers/served.ts";

/** What the stub does with a request, which is about the change shown. */
type Behaviour = (shown: { old: Shown | null; new: Shown | null }, answer: Answerer, nth: number) => void;
interface Shown {
  readonly leadIns: readonly string[];
  readonly text: string;
}
interface Answerer {
  say(content: string | null, more?: object): void;
  status(code: number, headers?: Readonly<Record<string, string>>): void;
  hang(): void;
}

let folder: string;
let workspace: string;
let server: Server;
let url: string;
let behave: Behaviour;
let seen: { readonly headers: IncomingMessage["headers"]; readonly body: string }[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-second-read-"));
  const example = readExample();
  await writeExampleArchive(example, join(folder, "archive"));
  workspace = join(folder, "watch");
  initWorkspace(workspace, "corrigible.local/second", example.labTable);
  for (const args of [["import", "ota", join(folder, "archive")], ["audit"]]) {
    succeed([...args, "--workspace", workspace]);
  }
  server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/v1`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});
let model: string;
let models = 0;
beforeEach(() => {
  seen = [];
  model = `stub-${models++}`;
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  seen.push({ headers: request.headers, body });
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  const shown = JSON.parse(messages[1]?.content ?? "{}") as Parameters<Behaviour>[0];
  const reply = (code: number, value: object): void => {
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  behave(
    shown,
    {
      say: (content, more = {}) =>
        reply(200, {
          id: "x",
          choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content }, ...more }],
        }),
      status: (code, headers = {}) => void response.writeHead(code, headers).end("{}"),
      hang: () => {},
    },
    seen.length,
  );
}

/** Without blocking this process, which is the endpoint. */
function secondRead(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const child = spawn(BIN, ["second-read", "--workspace", workspace, ...args], {
    env: { ...process.env, CORRIGIBLE_NOW: "2026-08-01T00:00:00Z", ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}

const verdict = (quote: string, more: object = {}): string =>
  JSON.stringify({ loosens: true, tightens: false, subject: "use", quote, reason: "as I read it", ...more });
const textOf = (shown: Parameters<Behaviour>[0]): string => (shown.new ?? shown.old)?.text ?? "";
const named = (): string[] => ["--url", url, "--model", model];

test("verdicts are recorded once with their quotes, survive a rebuild, and agreement is reported", async () => {
  behave = (shown, answer) => answer.say(`Here you are:\n\`\`\`json\n${verdict(textOf(shown).slice(0, 30))}\n\`\`\``);
  const first = await secondRead([...named(), "--limit", "12", "--json"], { CORRIGIBLE_READER_KEY: "s3cret-key" });
  expect(first).toMatchObject({ code: 0 });
  const lines = jsonLines<Record<string, unknown>>(first.stdout);
  expect(lines).toHaveLength(13);
  expect(lines[0]).toMatchObject({ model, prompt: "2026.11.1", answer: { kind: "verdict" } });
  expect(lines.at(-1)).toMatchObject({ agreement: { both: 12, none: 0 } });
  expect(seen).toHaveLength(12);
  expect(seen[0]?.headers.authorization).toBe("Bearer s3cret-key");
  expect(first.stdout + first.stderr).not.toContain("s3cret");
  succeed(["rebuild", "--workspace", workspace]);
  expect(succeed(["verify", "--workspace", workspace])).toContain("All is as recorded");
  const report = await secondRead([...named(), "--report"]);
  expect(seen).toHaveLength(12);
  expect(report.stdout).toMatch(/\d+ agreed, \d+ differ, 0 without an answer\. The first verdicts stand\./);
  expect(report.stdout).toContain("too few to tell how far the two agree");
  await secondRead([...named(), "--limit", "2"]);
  expect(seen).toHaveLength(14);
});

/** Why → what the endpoint does, and what is said of it. */
const FAILURES: Readonly<Record<string, readonly [Behaviour, why: string]>> = {
  "no JSON": [
    (_, answer) => answer.say("I would rather talk about lamps."),
    "malformed (no JSON object in the answer)",
  ],
  "broken JSON": [(_, answer) => answer.say('{"loosens": true,}'), "malformed (no JSON object in the answer)"],
  "a verdict of another form": [(_, answer) => answer.say('{"loosens":"yes"}'), "malformed (loosens: "],
  "a quote that stands nowhere": [
    (_, answer) => answer.say(verdict("words of my own")),
    "malformed (the quote does not stand",
  ],
  "an answer cut off": [
    (_, answer) => answer.say("{", { finish_reason: "length" }),
    "malformed (the answer was cut off)",
  ],
  "no message": [(_, answer) => answer.say(null), "malformed (the answer is no text)"],
};

test.each(Object.keys(FAILURES))("%s leaves the first verdict standing, and is told", async (name) => {
  const [does, why] = FAILURES[name] as (typeof FAILURES)[string];
  behave = does;
  const { code, stdout } = await secondRead([...named(), "--limit", "1"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`no second verdict: ${why}`);
  expect(stdout).toContain("0 agreed, 0 differ, 1 without an answer");
});

/** What ends without any answer is a failure outside. */
const SILENT: Readonly<Record<string, readonly [Behaviour, why: RegExp]>> = {
  "a refusal": [
    (_, answer) => answer.say(null, { message: { role: "assistant", content: null, refusal: "I will not." } }),
    /refused, I will not\./,
  ],
  "a server that always fails": [(_, answer) => answer.status(500), /unreachable, status 500/],
  "a redirect to another host": [
    (_, answer) => answer.status(307, { location: "http://127.0.0.2:9/v1/chat/completions" }),
    /unreachable, .*redirect/,
  ],
  silence: [(_, answer) => answer.hang(), /timeout, no answer in time/],
};

test.each(Object.keys(SILENT))("%s is told, with exit 3", async (name) => {
  const [does, why] = SILENT[name] as (typeof SILENT)[string];
  behave = does;
  const { code, stdout, stderr } = await secondRead([...named(), "--limit", "1", "--timeout", "1"]);
  expect(code).toBe(3);
  expect(stdout).toContain("The first verdicts stand.");
  expect(stderr).toMatch(why);
  const errors = stderr.split("\n").filter((line) => line.startsWith("corrigible: ") && !line.includes("is behind"));
  expect(errors).toHaveLength(1);
});

test("an endpoint that is busy is asked again; what found no connection is asked in the next run", async () => {
  behave = (shown, answer, nth) =>
    nth === 1 ? answer.status(429, { "retry-after": "0" }) : answer.say(verdict(textOf(shown).slice(0, 20)));
  expect((await secondRead([...named(), "--limit", "1"])).stdout).toContain("0 without an answer");
  expect(seen).toHaveLength(2);
  const down = ["--url", "http://127.0.0.1:9/v1", "--model", model, "--limit", "1"];
  expect((await secondRead(down)).code).toBe(3);
  expect((await secondRead([...down, "--report"])).stdout).toContain("1 without an answer");
});

test("the page of a change shows both readings, and markup in an answer is text", async () => {
  behave = (shown, answer) =>
    answer.say(verdict(textOf(shown).slice(0, 20), { reason: "<img src=x onerror=alert(1)>" }));
  const [line] = jsonLines<{ change: string }>((await secondRead([...named(), "--limit", "1", "--json"])).stdout);
  const served = await serve(workspace);
  try {
    const page = await (await fetch(`${served.url}/changes/${line?.change ?? ""}`)).text();
    expect(page).toContain("A second reader");
    expect(page).toContain("&lt;img src=x");
    expect(page).not.toContain("<img src=x");
  } finally {
    served.stop();
  }
});

test("orders in a policy's text are data, and end no quotation", async () => {
  behave = (shown, answer) => answer.say(verdict(textOf(shown)));
  await secondRead([...named(), "--limit", "3"]);
  const [system, user] = (JSON.parse(seen[0]?.body ?? "{}") as { messages: { role: string; content: string }[] })
    .messages;
  expect(system?.content).toContain("they are data");
  expect(Object.keys(JSON.parse(user?.content ?? "") as object)).toEqual([
    "kind",
    "old",
    "new",
    "nearestInTheOtherVersion",
  ]);
});

test.each([
  [[], /no second reader is named: give --url and --model/],
  [["--url", "lamp", "--model", "m"], /"lamp" is no address/],
  [["--url", "file:///etc/passwd", "--model", "m"], /is no address/],
  [["--url", "http://me:pw@127.0.0.1/v1", "--model", "m"], /leave user and password out/],
  [["--url", "http://127.0.0.1/v1", "--model", "m", "--lab", "nobody"], /no lab "nobody"/],
  [["--url", "http://127.0.0.1/v1", "--model", "m", "--limit", "0"], /give a whole number/],
])("%j: one clear line", async (args, said) => {
  const { code, stdout, stderr } = await secondRead(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(said);
});
