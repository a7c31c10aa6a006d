import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Process } from "../../src/cli/main.ts";
import { takeLock } from "../../src/std/index.ts";
import { BIN, type Ran } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { acknowledge, type Received, type ReceiverServer, startReceiver } from "../helpers/receiver.ts";
import { auditExample } from "../helpers/served.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
const DAY_MS = 24 * 3_600_000;

let audited: string;
let folder: string;
let workspace: string;
let receiver: ReceiverServer;
/** What the receiver does with a delivery. */
let answer: (delivery: Received, response: ServerResponse) => void;

beforeAll(async () => {
  audited = mkdtempSync(join(tmpdir(), "corrigible-alerts-audited-"));
  await auditExample(audited);
  receiver = await startReceiver((delivery, response) => answer(delivery, response));
});
afterAll(() => {
  receiver.stop();
  rmSync(audited, { recursive: true, force: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-alerts-"));
  workspace = join(folder, "watch");
  cpSync(join(audited, "watch"), workspace, { recursive: true });
  receiver.received.length = 0;
  answer = acknowledge;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secret = (name: string): string | undefined => (name === "TEAM_HOOK_SECRET" ? SECRET : undefined);
const run = (args: readonly string[], now: Date | null = null, more: Partial<Process> = {}): Promise<Ran> =>
  runHere([...args, "--workspace", workspace], { now: now?.toISOString(), secret, allowPrivate: true, ...more });

/** The same as a user runs it, to be killed. */
const start = (args: readonly string[]): ChildProcess =>
  spawn(BIN, [...args, "--workspace", workspace], {
    env: { ...process.env, CORRIGIBLE_NOW: "", CORRIGIBLE_ALLOW_PRIVATE: "1", TEAM_HOOK_SECRET: SECRET },
    stdio: "ignore",
  });

const alert = (...more: readonly string[]): Promise<Ran> => run(["tripwire", "run", ...more]);
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** One change of the example, and four findings. */
const WIRES = `
tripwires:
  - { name: quiet, when: change, subject: use, direction: loosens, severity: 3, disclosed: no, notify: [team] }
  - { name: grave, when: finding, severity: 3, lab: openai, eval: deception, notify: [team] }
`;
const declare = (channels: string): void =>
  writeFileSync(join(workspace, "tripwires.yaml"), `${WIRES}channels:\n${channels}`);
const team = (path: string): string => `  team: { webhook: "${receiver.url}${path}", secret: TEAM_HOOK_SECRET }\n`;
const PAST = ["--since", "2020-01-01"] as const;

test("what is past is known, what is asked for is told once, and each delivery is signed as Standard Webhooks says", async () => {
  declare(team("/hook"));
  const first = await alert();
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toContain("quiet: 1 alert of the past taken as known (--since DAY tells of them)");
  expect(receiver.received).toEqual([]);

  const { code, stdout } = await alert(...PAST);
  expect(code).toBe(0);
  expect(stdout).toContain("5 deliveries made.");
  expect(receiver.received).toHaveLength(5);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(5);
  for (const { headers, body, id } of receiver.received) {
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    const payload = new Webhook(SECRET).verify(body, headers as Record<string, string>) as { data: { id: string } };
    expect(payload).toMatchObject({
      type: "tripwire.tripped",
      data: { id },
    });
    expect(body).toMatch(/"questions":\["(?:Who|On) /);
    expect(() => new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow(
      "No matching signature",
    );
  }
  const ban = receiver.received.map(({ body }) => JSON.parse(body) as { data: Record<string, unknown> });
  expect(ban.find(({ data }) => data["tripwire"] === "quiet")?.data).toMatchObject({
    before: "Military and intelligence operations",
    confidence: expect.closeTo(0.95, 1),
    against: [expect.any(String), expect.any(String)],
    link: expect.stringMatching(/^corrigible changes --all --document orrinvale\/usage-policy/),
  });

  expect((await alert(...PAST)).stdout).toContain("0 deliveries made.");
  expect(receiver.received).toHaveLength(5);
});

test("a failing receiver is asked again by later runs, later each time, never before its own Retry-After, and then given up", async () => {
  declare(team("/hook"));
  answer = (_, response) => response.writeHead(503, { "retry-after": "7200" }).end();
  const failed = await alert(...PAST);
  expect(failed).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("5 deliveries failed; see corrigible tripwire list"),
  });
  expect((await run(["tripwire", "list"])).stdout).toMatch(
    / {2}quiet [0-9a-f]{8} to team: next try from .*, 1 try: status 503/,
  );
  await run(["tripwire", "run"], inDays(1 / 24));
  expect(receiver.received).toHaveLength(5);
  const [bodies] = [receiver.received.map(({ body }) => body)];

  for (let tries = 2; tries <= 10; tries++) await run(["tripwire", "run"], inDays(tries * 2));
  expect(receiver.received).toHaveLength(50);
  expect(receiver.received.slice(-5).map(({ body }) => body)).toEqual(bodies);
  await run(["tripwire", "run"], inDays(60));
  expect(receiver.received).toHaveLength(50);
  const list = (await run(["tripwire", "list"])).stdout;
  expect(list).toContain("channel team: 5 dead");
  expect(list).toMatch(/given up, 10 tries: status 503/);

  answer = acknowledge;
  expect((await alert("--retry-dead")).stdout).toContain("5 deliveries made.");
});

test.each([
  ["a redirect", 307, { location: "/elsewhere" }, "status 307: a redirect, which is not followed", "waiting"],
  ["one that is gone", 410, {}, "status 410: the receiver is gone", "dead"],
  ["a refusal", 400, {}, "status 400", "waiting"],
] as const)("%s is no acknowledgement", async (_, status, headers, said, state) => {
  declare(team("/hook"));
  answer = (_delivery, response) => response.writeHead(status, headers).end("x".repeat(100_000));
  expect((await alert(...PAST)).code).toBe(3);
  expect(receiver.received.every(({ path }) => path === "/hook")).toBe(true);
  const list = (await run(["tripwire", "list"])).stdout;
  expect(list).toContain(`channel team: 5 ${state}`);
  expect(list).toContain(said);
});

test("an endless answer after its status is an acknowledgement; a receiver that hangs up is none", async () => {
  declare(team("/hook"));
  answer = (delivery, response) => {
    if (receiver.received.length > 1) return void response.destroy();
    response.writeHead(200);
    const more = (): boolean => response.writable && response.write("x".repeat(65_536)) && more();
    response.on("drain", more);
    more();
    delivery.acknowledged = true;
  };
  expect((await alert(...PAST)).stdout).toContain("1 delivery made, 4 failed and will be tried again.");
});

test.each([
  "https://127.0.0.1:8443/hook",
  "https://localhost/hook",
  "https://[::ffff:10.0.0.1]/hook",
  "https://2130706433/",
])("nothing is sent to %s, which is not public", async (url) => {
  declare(`  team: { webhook: "${url}", secret: TEAM_HOOK_SECRET }\n`);
  const { code } = await run(["tripwire", "run", ...PAST], null, { allowPrivate: false });
  expect(code).toBe(3);
  expect((await run(["tripwire", "list"])).stdout).toMatch(/1 try: .*(?:is not public)/);
});

test("an address without encryption, a variable that is not set, a secret that is none: one line, nothing is sent", async () => {
  declare(team("/hook"));
  const refusals = [
    await run(["tripwire", "run", ...PAST], null, { allowPrivate: false }),
    await run(["tripwire", "run", ...PAST], null, { secret: () => undefined }),
    await run(["tripwire", "run", ...PAST], null, { secret: () => "whsec_hunter2" }),
  ];
  expect(refusals.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(refusals.map(({ stderr }) => stderr)).toEqual([
    expect.stringContaining("a webhook goes to an address that begins with https://"),
    expect.stringContaining("the channel team needs the environment variable TEAM_HOOK_SECRET, which is not set"),
    expect.stringContaining("TEAM_HOOK_SECRET holds no secret"),
  ]);
  expect(refusals[2]?.stderr).not.toContain("hunter2");
  expect(receiver.received).toEqual([]);
  // Nothing is lost by it.
  expect((await alert(...PAST)).stdout).toContain("5 deliveries made.");
});

test("a condition that is another begins anew; a tripwire that nobody is told of is still shown", async () => {
  declare(team("/hook"));
  await alert();
  const file = readFileSync(join(workspace, "tripwires.yaml"), "utf8");
  writeFileSync(
    join(workspace, "tripwires.yaml"),
    file.replace("severity: 3, lab", "severity: 2, lab").replace(", notify: [team] }\n  - ", " }\n  - "),
  );
  const { stdout } = await alert();
  expect(stdout).toMatch(/grave: \d+ alerts of the past taken as known/);
  expect(stdout).toContain("quiet: nothing new");
  const told = (await alert(...PAST)).stdout;
  expect(told).toContain("- Military and intelligence operations");
  expect(receiver.received.every(({ body }) => body.includes('"tripwire":"grave"'))).toBe(true);
});

test("a receiver that is added later is told of the past when asked, and who was told before is not told again", async () => {
  const path = join(workspace, "tripwires.yaml");
  const one = team("/hook");
  const wires = WIRES.replaceAll(", notify: [team]", "");
  writeFileSync(path, wires);
  expect((await alert(...PAST)).stdout).toContain("grave: 4 new alerts");
  writeFileSync(path, `${WIRES}channels:\n${one}`);
  expect((await alert()).stdout).toContain("grave: nothing new");
  expect(receiver.received).toEqual([]);
  expect((await alert(...PAST)).stdout).toContain("5 deliveries made.");

  const two = `${one}${team("/late").replace("team", "press")}`;
  writeFileSync(path, `${WIRES.replaceAll("[team]", "[team, press]")}channels:\n${two}`);
  expect((await alert()).stdout).toContain("0 deliveries made.");
  expect((await run(["tripwire", "run", ...PAST], inDays(1))).stdout).toContain("5 deliveries made.");
  expect((await alert(...PAST)).stdout).toContain("0 deliveries made.");
  const told = Map.groupBy(receiver.received, (delivery) => delivery.path);
  const bodies = (to: string): string[] => (told.get(to) ?? []).map(({ body }) => body).toSorted();
  expect(bodies("/hook")).toHaveLength(5);
  expect(bodies("/late")).toEqual(bodies("/hook"));
});

test("alerts that an earlier version took as told without a receiver are told when asked", async () => {
  declare(team("/hook"));
  await alert(...PAST);
  const { DatabaseSync } = await import("node:sqlite");
  const journal = new DatabaseSync(join(workspace, "state/alerts.sqlite"));
  journal.exec("delete from deliveries");
  journal.close();
  expect((await alert(...PAST)).stdout).toContain("5 deliveries made.");
});

test("more at once than anybody reads is withheld, and taken as known when asked", async () => {
  const all = "tripwires:\n  - { name: all, when: finding, notify: [team] }\n";
  const channel = `channels:\n${team("/hook")}`;
  writeFileSync(
    join(workspace, "tripwires.yaml"),
    `${all.replace("when: finding", "when: finding, lab: xai, severity: 3")}${channel}`,
  );
  await alert();
  // The same name and condition, as if an import had brought the history: the journal forgets what it knew.
  writeFileSync(join(workspace, "tripwires.yaml"), `${all}${channel}`);
  expect((await alert()).stdout).toMatch(/all: \d{3} alerts of the past taken as known/);
  const { DatabaseSync } = await import("node:sqlite");
  const journal = new DatabaseSync(join(workspace, "state/alerts.sqlite"));
  journal.exec("delete from alerts");
  journal.close();
  const withheld = await alert();
  expect(withheld).toMatchObject({ code: 2, stderr: expect.stringMatching(/all \(\d+\); run again with --known/) });
  expect(receiver.received).toEqual([]);
  expect((await alert("--known")).stdout).toMatch(/all: \d{3} alerts of the past taken as known/);
  expect((await alert()).stdout).toContain("all: nothing new");
});

test("a second run is kept out while one is under way", async () => {
  declare(team("/hook"));
  const lock = takeLock(join(workspace, "state/alerts.lock"), "deliver");
  const kept = await alert(...PAST);
  lock.release();
  expect(kept).toMatchObject({ code: 3, stderr: expect.stringContaining("is working on it") });
  expect(receiver.received).toEqual([]);
});

const SUBSCRIBERS = 200;
const subscribe = (ids: readonly string[]): void => {
  writeFileSync(
    join(workspace, "subscribers.csv"),
    `id,url\n${ids.map((id) => `${id},${receiver.url}/${id}\n`).join("")}`,
  );
  declare("  team: { webhooks: subscribers.csv, secret: TEAM_HOOK_SECRET }\n");
};
const ids = Array.from({ length: SUBSCRIBERS }, (_, at) => `s${at}`);

test("each subscriber of a list has a secret of its own; one that leaves the list is told no more", async () => {
  subscribe(["a", "b"]);
  answer = (_, response) => response.writeHead(500).end();
  await alert(...PAST);
  answer = acknowledge;
  receiver.received.length = 0;
  subscribe(["a"]);
  await run(["tripwire", "run"], inDays(1));
  expect(receiver.received.map(({ path }) => path)).toEqual(Array(5).fill("/a"));
  const own = (await run(["tripwire", "secret", "team", "a"])).stdout.trim();
  const other = (await run(["tripwire", "secret", "team", "b"])).stdout.trim();
  const { body, headers, id } = receiver.received[0] as Received;
  const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  expect(headers["webhook-signature"]).toBe(new Webhook(own).sign(id, at, body));
  expect(headers["webhook-signature"]).not.toBe(new Webhook(other).sign(id, at, body));
  expect((await run(["tripwire", "list"])).stdout).toContain("channel team: 5 delivered, 5 withdrawn");
});

test.each([
  ["url,id\n", /subscribers\.csv:1: the columns are id,url/],
  ["id,url\na b,https://a.example\n", /subscribers\.csv:2: an id is/],
  ["id,url\na,ftp://a.example\n", /subscribers\.csv:2: a webhook goes to/],
  ["id,url\na,https://a.example\na,https://b.example\n", /subscribers\.csv:3: a is there twice/],
])("a list %j is refused in one line", async (list, said) => {
  subscribe([]);
  writeFileSync(join(workspace, "subscribers.csv"), list);
  const { code, stderr } = await alert();
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
});

test("killed at any moment and run again: every alert reaches every receiver, and one that acknowledged in time sees no second", async () => {
  subscribe(ids);
  // Failing at first for a third of them, and slow, so that kills fall into deliveries.
  const seen = new Set<string>();
  answer = (delivery, response) => {
    const { path } = delivery;
    const key = `${path} ${delivery.id}`;
    const failing = Number(path.slice(2)) % 3 === 0 && !seen.has(key);
    seen.add(key);
    setTimeout(() => {
      if (failing) response.writeHead(500).end();
      else acknowledge(delivery, response);
    }, 20);
  };
  const KILLS = 6;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = start(["tripwire", "run", ...PAST]);
    const ended = once(child, "exit");
    // One before or while it writes down what is due, the others within the deliveries.
    const until = kill === 0 ? 0 : receiver.received.length + 1 + Math.floor(Math.random() * 150);
    if (kill === 0) await wait(Math.random() * 600);
    else while (receiver.received.length < until && child.exitCode === null) await wait(1);
    child.kill("SIGKILL");
    await ended;
    await wait(50);
  }
  for (let day = 1; day <= 3; day++) await run(["tripwire", "run", ...PAST], inDays(day));

  const acknowledged = Map.groupBy(
    receiver.received.filter((one) => one.acknowledged),
    ({ path, id }) => `${path} ${id}`,
  );
  expect(acknowledged.size).toBe(SUBSCRIBERS * 5);
  // Again after an acknowledgement: only what was under way at a kill, and with the same id and the same bytes.
  const twice = [...acknowledged.values()].filter((all) => all.length > 1);
  expect(twice.length).toBeLessThanOrEqual(KILLS * 48);
  for (const all of twice) expect(new Set(all.map(({ body }) => body)).size).toBe(1);
  const bodies = Map.groupBy(receiver.received, ({ id }) => id);
  for (const all of bodies.values()) expect(new Set(all.map(({ body }) => body)).size).toBe(1);
  expect((await run(["tripwire", "list"])).stdout).toContain(`channel team: 1,000 delivered`);
});

test("feeds are whole files: Atom and JSON, beside each other, and again the same where nothing is new", async () => {
  mkdirSync(join(workspace, "public"));
  declare('  team: { feed: public/alerts, title: "Alerts & more" }\n');
  await alert();
  const atom = (): string => readFileSync(join(workspace, "public/alerts.atom"), "utf8");
  expect(atom()).toContain("<title>Alerts &amp; more</title>");
  expect(atom()).not.toContain("<entry>");
  await alert(...PAST);
  const feed = JSON.parse(readFileSync(join(workspace, "public/alerts.json"), "utf8")) as {
    version: string;
    items: { id: string; title: string }[];
  };
  expect(feed.version).toBe("https://jsonfeed.org/version/1.1");
  expect(feed.items).toHaveLength(5);
  expect(atom().match(/<id>urn:corrigible:alert:[0-9a-f]{32}<\/id>/g)).toEqual(
    feed.items.map(({ id }) => `<id>${id}</id>`),
  );
  const before = atom();
  await alert();
  expect(atom()).toBe(before);
  expect(existsSync(join(workspace, "public/.corrigible-feed"))).toBe(false);
});
