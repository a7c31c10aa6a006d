import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { EmailSender } from "../../src/alerts/index.ts";
import type { Alert } from "../../src/tripwires/index.ts";
import { runHere } from "../helpers/in-process.ts";
import { auditExample } from "../helpers/served.ts";

interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly text: string;
}

let folder: string;
let workspace: string;
let server: SMTPServer;
let port: number;
const letters: Letter[] = [];
/** Addresses that the server will not take letters for at present. */
const busy = new Set<string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-email-"));
  workspace = await auditExample(folder);
  server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === "open sesame" ? done(null, { user: username }) : done(new Error("no")),
    onRcptTo: ({ address }, _session, done) => done(busy.has(address) ? busyError() : null),
    onData(stream, { envelope, user }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = envelope;
        letters.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user,
          text: Buffer.concat(chunks).toString("latin1"),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  letters.length = 0;
  busy.clear();
  rmSync(join(workspace, "state/alerts.sqlite"), { force: true });
});

const busyError = (): Error => Object.assign(new Error("try later"), { responseCode: 451 });

function declare(channel: string): void {
  const wire =
    "  - { name: quiet, when: change, subject: use, direction: loosens, severity: 3, disclosed: no, notify: [press] }\n";
  writeFileSync(join(workspace, "tripwires.yaml"), `tripwires:\n${wire}channels:\n  press: ${channel}\n`);
}

const run = (now?: string, password = "open sesame") =>
  runHere(["tripwire", "run", "--since", "2020-01-01", "--workspace", workspace], {
    now,
    secret: (name) => (name === "MAIL_PASSWORD" ? password : undefined),
  });

/** The value of a header, unfolded. */
const header = ({ text }: Letter, name: string): string | undefined =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, "mi")
    .exec(text.split("\r\n\r\n")[0] ?? "")?.[1]
    ?.replaceAll(/\r\n[ \t]/g, " ");

test("a letter for each address, with log-in; one that the server defers is sent later, as the same letter", async () => {
  declare(
    `{ email: [a@watch.example, b@watch.example], from: corrigible@watch.example, smtp: "smtp://me@127.0.0.1:${port}", password: MAIL_PASSWORD }`,
  );
  busy.add("b@watch.example");
  const first = await run("2026-08-01T00:00:00Z");
  expect(first).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("1 delivery made, 1 failed and will be tried again."),
  });
  busy.clear();
  expect((await run("2026-08-01T00:05:00Z")).stdout).toContain("1 delivery made.");
  expect((await run("2026-08-02T00:00:00Z")).stdout).toContain("0 deliveries made.");

  expect(letters.map(({ to }) => to)).toEqual([["a@watch.example"], ["b@watch.example"]]);
  for (const letter of letters) {
    expect(letter).toMatchObject({ from: "corrigible@watch.example", user: "me" });
    expect(header(letter, "Subject")).toMatch(/^\[quiet\] Orrinvale/);
    expect(header(letter, "Auto-Submitted")).toBe("auto-generated");
    expect(header(letter, "Message-ID")).toMatch(/^<[0-9a-f]{32}@watch\.example>$/);
    expect(header(letter, "Content-Type")).toContain("multipart/alternative");
    // Without the soft line breaks of quoted-printable.
    const text = letter.text.replaceAll("=\r\n", "");
    expect(text).toContain("> Military and intelligence operations");
    expect(text).toContain("Who decided to loosen this rule, when, and under what review?");
    // No picture, no style sheet, nothing that a mail program would fetch.
    expect(text).not.toMatch(/<(?:img|link|style|script|iframe)|src=|url\(/i);
  }
  expect(header(letters[0] as Letter, "X-Corrigible-Alert")).toBe(header(letters[1] as Letter, "X-Corrigible-Alert"));
});

test("a wrong password fails the delivery, and is not repeated", async () => {
  declare(
    `{ email: a@watch.example, from: corrigible@watch.example, smtp: "smtp://me@127.0.0.1:${port}", password: MAIL_PASSWORD }`,
  );
  const { code } = await run(undefined, "swordfish");
  expect(code).toBe(3);
  const { stdout } = await runHere(["tripwire", "list", "--workspace", workspace]);
  expect(stdout).toContain("the mail server refuses the log-in (status 535)");
  expect(stdout).not.toContain("swordfish");
  expect(letters).toEqual([]);
});

test("foreign text in a letter is text: no header, no markup, no address comes of it", async () => {
  const evil = "x\r\nBcc: thief@evil.example\r\n\r\n<img src=https://evil.example/p.png>\u202e\u0000 \ud800";
  const alert: Alert = {
    id: "0123456789abcdef0123456789abcdef",
    tripwire: "quiet",
    about: "change",
    lab: evil,
    labName: evil,
    date: "2026-01-01",
    title: evil,
    before: evil,
    after: evil,
    under: [evil],
    facts: [[evil, evil]],
    reasons: [evil],
    confidence: 0.5,
    against: [evil],
    questions: [evil],
    path: "/",
    command: evil,
    evidence: [evil],
  };
  const options = {
    to: ["a@watch.example"],
    from: "b@watch.example",
    smtp: `smtp://127.0.0.1:${port}`,
    password: null,
  };
  const sender = new EmailSender(options);
  expect(await sender.send("a@watch.example", { alert, at: "2026-01-01T00:00:00.000Z", link: evil })).toEqual({
    is: "delivered",
  });
  expect(await sender.send("c@watch.example", { alert, at: "2026-01-01T00:00:00.000Z", link: evil })).toEqual({
    is: "withdrawn",
  });
  sender.close();
  const [letter] = letters;
  expect(letters).toHaveLength(1);
  expect(letter?.to).toEqual(["a@watch.example"]);
  const names = (letter?.text.split("\r\n\r\n")[0] ?? "")
    .split("\r\n")
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.split(":")[0]);
  expect(new Set(names)).toEqual(
    new Set([
      "Auto-Submitted",
      "Content-Type",
      "Date",
      "From",
      "MIME-Version",
      "Message-ID",
      "Subject",
      "To",
      "X-Corrigible-Alert",
    ]),
  );
  // The plain part shows what was said; the HTML part has no element of it.
  expect(letter?.text.split("text/html")[1]).not.toContain("<img");
  expect(letter?.text).not.toMatch(/^Bcc:/m);
});
