import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixedClock, runStep, runStepSync, UserError } from "../std/index.ts";
import { type Log, type LogLevel, openLog, parseLogSettings } from "./log.ts";

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** What a log of this level writes while the job runs. */
async function logged(level: LogLevel, job: (log: Log) => unknown): Promise<{ text: string; lines: Line[] }> {
  let text = "";
  const stderr = { write: (line: string) => (text += line) };
  const open = await openLog({ level, file: null, stderr, clock: fixedClock("2026-08-01T00:00:00Z") });
  await job(open.log);
  open.close();
  const lines = text.trimEnd().split("\n");
  return { text, lines: lines.map((line) => JSON.parse(line) as Line) };
}

test("archived text stays in its line, and nothing that a terminal obeys is in it", async () => {
  const hostile = 'a\r\n{"level":"error"}\u2028b\u009b31m\u202egnp.exe\u001b]0;title\u0007\u{e0041}';
  const { text, lines } = await logged("info", (log) => log.info("captured", { document: hostile }));
  expect(lines).toEqual([
    { level: "info", time: "2026-08-01T00:00:00.000Z", pid: process.pid, document: hostile, msg: "captured" },
  ]);
  // oxlint-disable-next-line no-control-regex
  expect(text.trimEnd()).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u202e\u{e0041}]+$/u);
});

test("no secret is written: in addresses, in fields named so, in errors and their causes", async () => {
  const cause = new Error("connect postgres://ops:hunter2@db.example/x failed");
  const { text } = await logged("info", (log) => {
    log.info("asked", { url: "https://ada:hunter2@site.example/p?page=1&token=hunter2&x=2" });
    log.error("a job failed", { error: new Error("at smtp://m:hunter2@mail.example", { cause }) });
    log.info("opened", { channel: { password: "hunter2", apiKey: "hunter2", headers: { Authorization: "hunter2" } } });
  });
  expect(text).not.toContain("hunter2");
  expect(text).toContain("https://[hidden]@site.example/p?page=1&token=[hidden]&x=2");
  expect(text).toContain("db.example");
});

test.each(["https://ada:SECRET@site.example/", "https://site.example/?token=SECRET"])(
  "nothing of %s is left where a text is cut in it, however long it is",
  async (address) => {
    const long = address.replace("SECRET", "hunter2".repeat(1_000));
    const { text } = await logged("info", (log) =>
      log.info("asked", { url: long, later: `${"x".repeat(3_970)} ${long}` }),
    );
    expect(text).not.toContain("hunter2");
  },
);

test("a value of any size and shape makes a line that is bounded", async () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  const { text } = await logged("info", (log) => log.info("huge", { text: "x".repeat(1e6), loop, many: Array(1e5) }));
  expect(text.length).toBeLessThan(10_000);
});

test("a level keeps its lines and those above; steps are logged at debug, with what they took and how they failed", async () => {
  const job = async (log: Log): Promise<void> => {
    log.debug("d");
    log.warn("w");
    runStepSync("eval", { eval: "deception" }, () => 1);
    await runStep("audit", { documents: 3 }, async (step) => void (step.attributes["versions"] = 7));
    await runStep("import", {}, () => Promise.reject(new UserError("the archive is gone"))).catch(() => {});
  };
  expect((await logged("warn", job)).lines.map(({ msg }) => msg)).toEqual(["w"]);
  expect((await logged("debug", job)).lines).toMatchObject([
    { msg: "d" },
    { msg: "w" },
    { msg: "step", step: "eval", eval: "deception", seconds: expect.any(Number) },
    { step: "audit", documents: 3, versions: 7 },
    { step: "import", error: { name: "UserError", message: "the archive is gone" } },
  ]);
});

test("a file is added to, and is its owner's alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "corrigible-log-"));
  try {
    const file = join(folder, "log.jsonl");
    for (const message of ["first", "second"]) {
      const open = await openLog({ level: "info", file, stderr: { write: () => {} }, clock: () => new Date() });
      open.log.info(message);
      open.close();
    }
    expect(readFileSync(file, "utf8").trimEnd().split("\n")).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lost = openLog({ level: "info", file: folder, stderr: { write: () => {} }, clock: () => new Date() });
    await expect(lost).rejects.toThrow(/the log .* cannot be opened: EISDIR/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("settings are a level, or a level and a file", () => {
  expect(parseLogSettings("debug", "X")).toEqual({ level: "debug", file: null });
  expect(parseLogSettings("info:/var/log/c:1.jsonl", "X")).toEqual({ level: "info", file: "/var/log/c:1.jsonl" });
  for (const wrong of ["loud", "info:", ""]) expect(() => parseLogSettings(wrong, "X")).toThrow(UserError);
});
