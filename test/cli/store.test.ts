import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { corrigible, type Ran } from "../helpers/corrigible.ts";
import { makeArchive } from "../helpers/ota-archive.ts";
import { startStore, type TestStore } from "../helpers/s3.ts";
import { BUCKET, KEYS, REGION } from "../helpers/s3-server.ts";

/** The commands over a log in a bucket, as over one in a folder. */

const TERMS = "Acme Chat/Acceptable Use Policy.md";
const RULES = "# Rules\n\nYou may not use our models for:\n\n* Building weapons\n* Military and warfare\n";
const ENV = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey };

let folder: string;
let archive: string;
/** Another, with one version. */
let other: string;
let store: TestStore;
/** Everything that any command here has printed. */
let printed = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-store-"));
  store = await startStore();
  archive = join(folder, "archive");
  other = join(folder, "other");
  await makeArchive(other, [
    { date: "2024-02-02T10:00:00Z", subject: "First record of Beta Terms", files: { "Beta/Terms.md": RULES } },
  ]);
  await makeArchive(archive, [
    {
      date: "2024-01-02T10:00:00Z",
      subject: "First record of Acme Chat Acceptable Use Policy",
      files: { [TERMS]: RULES },
    },
    {
      date: "2024-01-10T10:00:00Z",
      subject: "Record new changes of Acme Chat Acceptable Use Policy",
      files: { [TERMS]: RULES.replace("* Military and warfare\n", "") },
    },
  ]);
});

afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

function run(cwd: string, ...args: string[]): Ran {
  const ran = corrigible(args, { cwd: join(folder, cwd), env: ENV });
  printed += ran.stdout + ran.stderr;
  return ran;
}

function good(cwd: string, ...args: string[]): string {
  const { code, stdout, stderr } = run(cwd, ...args);
  expect([args, code, stderr]).toEqual([args, 0, stderr]);
  return stdout;
}

const place = (prefix: string): string[] => [
  `s3://${BUCKET}/${prefix}`,
  "--endpoint",
  store.endpoint,
  "--region",
  REGION,
];

const exported = (cwd: string, name: string): [string, string][] => {
  good(cwd, "export", join(folder, name));
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path): [string, string] => [path.slice(join(folder, name).length), readFileSync(path, "hex")]);
};

test("a workspace whose log lies in a bucket is made, filled, read, proved and verified", () => {
  good("", "init", "new", "--store", ...place("new"));
  expect(existsSync(join(folder, "new", "evidence"))).toBe(false);
  good("new", "import", "ota", archive);
  good("new", "audit");
  expect(good("new", "changes")).toContain("LOOSENS");
  good("new", "prove", "acme-chat/acceptable-use-policy@0", "--out", "one.proof");
  good("new", "verify", "one.proof");
  expect(good("new", "verify")).toContain("All is as recorded: 3 entries, 2 texts");
  const settings = readFileSync(join(folder, "new", "corrigible.yaml"), "utf8");
  const vkey = /^vkey: (.*)$/m.exec(settings)?.[1] as string;
  good("new", "witness", "--make-key", "witness.example/w1", "--key", "w1.key");
  expect(good("new", "witness", ".", "--key", "w1.key", "--vkey", vkey)).toContain("— witness.example/w1");
  good("new", "publish", join(folder, "site"));
  expect(readFileSync(join(folder, "site", "log", "checkpoint"), "utf8")).toContain("corrigible.local/");
  // A second machine: the settings and the key, nothing else.
  for (const name of ["corrigible.yaml", "keys"]) {
    cpSync(join(folder, "new", name), join(folder, "second", name), { recursive: true });
  }
  good("second", "rebuild");
  expect(exported("second", "export-second")).toEqual(exported("new", "export-first"));
  expect(good("second", "import", "ota", archive)).toContain("Nothing new");
});

test("a log is moved into a bucket and back: the same bytes, and only one place can be added to", async () => {
  good("", "init", "moved");
  const settings = join(folder, "moved", "corrigible.yaml");
  writeFileSync(settings, `${readFileSync(settings, "utf8")}# mine\n`);
  good("moved", "import", "ota", archive);
  good("moved", "audit");
  const before = exported("moved", "export-before");
  const tile = readFileSync(join(folder, "moved", "evidence", "tile/entries/000.p/3"));

  // Stopped in its middle: the folder is still what is used.
  await store.control({ faults: [{ match: "PUT .*blobs", kind: "deny", after: 1 }] });
  expect(run("moved", "store", "move", ...place("moved")).code).toBe(3);
  await store.control({ faults: [] });
  expect(good("moved", "verify")).toContain("All is as recorded");
  expect(good("moved", "store", "move", ...place("moved"))).toContain("4 files verified, 1 of them copied now");
  expect(readFileSync(settings, "utf8")).toMatch(/# mine\n/);
  expect(existsSync(join(folder, "moved", "evidence"))).toBe(false);
  expect(readFileSync(join(folder, "moved", "evidence-moved", "tile/entries/000.p/3"))).toEqual(tile);
  expect(good("moved", "verify")).toContain("All is as recorded: 3 entries, 2 texts");
  good("moved", "rebuild");
  expect(exported("moved", "export-bucket")).toEqual(before);

  // A machine that still has the old settings.
  for (const name of ["corrigible.yaml", "keys"]) {
    cpSync(join(folder, "moved", name), join(folder, "late", name), { recursive: true });
  }
  expect(good("moved", "store", "move", "folder")).toContain("verified");
  expect(readFileSync(settings, "utf8")).not.toContain("s3://");
  expect(readFileSync(join(folder, "moved", "evidence", "tile/entries/000.p/3"))).toEqual(tile);
  expect(exported("moved", "export-after")).toEqual(before);
  const refused = run("late", "import", "ota", other);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toBe(`corrigible: the log is no longer in s3://${BUCKET}/moved: it was moved to a folder\n`);
  // Its own folder is not the one that the log went to, even with the same bytes in it.
  cpSync(join(folder, "moved", "evidence"), join(folder, "late", "evidence"), { recursive: true });
  expect(run("late", "store", "move", "folder")).toMatchObject({ code: 2, stderr: refused.stderr });
  expect(readFileSync(join(folder, "late", "corrigible.yaml"), "utf8")).toContain("s3://");
});

test("a move that ended when the bucket was closed is completed, where the copy is the log as it was then", async () => {
  good("", "init", "closed", "--store", ...place("closed"));
  good("closed", "import", "ota", other);
  good("closed", "backup", join(folder, "closed-backup"));
  good("", "restore", join(folder, "closed-backup"), join(folder, "closed-earlier"));
  good("closed", "import", "ota", archive);
  // The bucket is closed, but the answer is lost, and nothing more is answered.
  await store.control({
    faults: [
      { match: "PUT closed/sequencer/checkpoint", kind: "drop-after", times: 1 },
      { match: "GET closed/sequencer/checkpoint", kind: "deny", after: 3 },
    ],
  });
  expect(run("closed", "store", "move", "folder")).toMatchObject({ code: 3, stdout: "" });
  await store.control({ faults: [] });
  expect(run("closed", "verify").stdout).toContain("the log was moved to a folder");
  const evidence = join(folder, "closed", "evidence");
  renameSync(evidence, join(folder, "closed-copy"));
  cpSync(join(folder, "closed-earlier", "evidence"), evidence, { recursive: true });
  expect(run("closed", "store", "move", "folder")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: `corrigible: ${evidence} does not hold the log as s3://${BUCKET}/closed was closed with it, and is not used\n`,
  });
  rmSync(evidence, { recursive: true });
  expect(run("closed", "store", "move", "folder")).toMatchObject({ code: 1, stdout: "" });
  expect(readFileSync(join(folder, "closed", "corrigible.yaml"), "utf8")).toContain("s3://");
  renameSync(join(folder, "closed-copy"), evidence);
  expect(good("closed", "store", "move", "folder")).toContain("The evidence log is in");
  expect(good("closed", "verify")).toContain("All is as recorded: 5 entries");
});

test("a log that went to another bucket is found there, also once that was added to, by whoever still uses the first", () => {
  good("", "init", "first", "--store", ...place("first"));
  good("first", "import", "ota", archive);
  for (const name of ["corrigible.yaml", "keys"]) {
    cpSync(join(folder, "first", name), join(folder, "behind", name), { recursive: true });
  }
  good("first", "store", "move", ...place("next"));
  good("first", "import", "ota", other);
  expect(run("behind", "import", "ota", other).stderr).toBe(
    `corrigible: the log is no longer in s3://${BUCKET}/first: it was moved to s3://${BUCKET}/next at ${store.endpoint}\n`,
  );
  expect(run("behind", "store", "move", "folder")).toMatchObject({ code: 2 });
  good("behind", "store", "move", ...place("next"));
  expect(good("behind", "import", "ota", other)).toContain("Nothing new");
});

test("a backup of a log in a bucket is restored into a folder that needs no bucket", () => {
  good("new", "backup", join(folder, "backup"));
  good("", "restore", join(folder, "backup"), join(folder, "restored"));
  const { code, stdout } = corrigible(["verify"], { cwd: join(folder, "restored") });
  expect({ code, stdout }).toEqual({ code: 0, stdout: good("new", "verify") });
});

test("a copy that has a problem, and a place with another log, are refused", () => {
  good("", "init", "damaged");
  good("damaged", "import", "ota", archive);
  expect(run("damaged", "store", "move", ...place("new"))).toMatchObject({ code: 3 });
  const blobs = join(folder, "damaged", "evidence", "blobs");
  const [blob = ""] = readdirSync(blobs, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".zst"));
  writeFileSync(join(blobs, blob), "x");
  const refused = run("damaged", "store", "move", ...place("damaged"));
  expect(refused).toMatchObject({ code: 3, stdout: "" });
  expect(refused.stderr).toContain(`${join(blobs, blob)} is damaged (the stored bytes have been altered)`);
  expect(readFileSync(join(folder, "damaged", "corrigible.yaml"), "utf8")).not.toContain("s3://");
  // Damaged where it goes to: what an earlier move left there.
  good("", "init", "sound", "--store", ...place("sound"));
  good("sound", "import", "ota", archive);
  cpSync(blobs, join(folder, "sound", "evidence", "blobs"), { recursive: true });
  const unused = run("sound", "store", "move", "folder");
  expect(unused).toMatchObject({ code: 1, stdout: "" });
  expect(unused.stderr).toContain(`the copy in ${join(folder, "sound", "evidence")} has 1 problems, and is not used`);
  expect(readFileSync(join(folder, "sound", "corrigible.yaml"), "utf8")).toContain("s3://");
});

test("buckets of one name in two stores are two places; two addresses of one store are not", async () => {
  good("", "init", "twin", "--store", ...place("twin"));
  good("twin", "import", "ota", archive);
  expect(run("twin", "store", "move", ...place("twin"))).toMatchObject({
    code: 2,
    stderr: `corrigible: the log is in s3://${BUCKET}/twin already
`,
  });
  const alias = store.endpoint.replace("127.0.0.1", "localhost");
  const bucket = `s3://${BUCKET}/twin`;
  expect(run("twin", "store", "move", bucket, "--endpoint", alias, "--region", REGION)).toMatchObject({
    code: 2,
    stderr: `corrigible: ${store.endpoint} and ${alias} are one store: the log is in ${bucket} already
`,
  });
  good("twin", "import", "ota", other);
  const elsewhere = await startStore();
  try {
    good("twin", "store", "move", bucket, "--endpoint", elsewhere.endpoint, "--region", REGION);
    expect(readFileSync(join(folder, "twin", "corrigible.yaml"), "utf8")).toContain(elsewhere.endpoint);
    expect(good("twin", "verify")).toContain("All is as recorded: 5 entries");
  } finally {
    await elsewhere.stop();
  }
});

test("bad settings and missing keys are one line, and no key is ever printed", () => {
  expect(run("", "init", "bad", "--store", "s3://Bad_Bucket", "--endpoint", store.endpoint)).toMatchObject({ code: 2 });
  expect(run("", "init", "bad", "--store", "s3://bucket/p")).toMatchObject({
    code: 2,
    stderr: "corrigible: --endpoint: an address as https://s3.eu-central-1.amazonaws.com\n",
  });
  expect(run("", "init", "bad", "--endpoint", store.endpoint)).toMatchObject({ code: 2 });
  const { code, stderr } = corrigible(["verify"], { cwd: join(folder, "new"), env: { AWS_ACCESS_KEY_ID: "" } });
  expect(code).toBe(3);
  expect(stderr.split("\n")).toHaveLength(2);
  expect(corrigible(["import", "ota", archive], { cwd: join(folder, "new") }).stderr).toContain(
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  );
  expect(printed.length).toBeGreaterThan(500);
  expect(printed).not.toContain(KEYS.secretAccessKey);
  expect(printed).not.toContain(KEYS.accessKeyId);
});
