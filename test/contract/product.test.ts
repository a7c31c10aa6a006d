import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openIndex, openIndexWriter } from "../../src/index/index.ts";
import { openWorkspace } from "../../src/pipeline/index.ts";
import { type Server, serveWorkspace } from "../../src/server/index.ts";
import { EXIT } from "../../src/std/index.ts";
import { type Ran, start } from "../helpers/corrigible.ts";
import { runHere } from "../helpers/in-process.ts";
import { HAS_POSTGRES, type Postgres, startPostgres, WHY_NO_POSTGRES } from "../helpers/postgres.ts";
import { auditExample } from "../helpers/served.ts";
import { ADDRESSES } from "../server/addresses.ts";

/** The example lab and the casebook, audited into both databases: nobody is to tell which one answers. */
describe.runIf(HAS_POSTGRES)(`the whole product on PostgreSQL${WHY_NO_POSTGRES}`, () => {
  let folder: string;
  let workspace: string;
  let postgres: Postgres;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "corrigible-product-"));
    postgres = startPostgres();
    workspace = await auditExample(folder);
    const { code, stderr } = await onPostgres(["audit"]);
    if (code !== 0) throw new Error(stderr);
  });

  afterAll(() => {
    postgres.remove();
    rmSync(folder, { recursive: true });
  });

  const onSqlite = (args: readonly string[]): Promise<Ran> => runHere([...args, "--workspace", workspace]);
  const onPostgres = (args: readonly string[], database = postgres.url): Promise<Ran> =>
    runHere([...args, "--workspace", workspace], { database });

  const filesOf = (path: string): Record<string, string> =>
    Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), "latin1")]));

  test.each([
    [["audit", "--json"]],
    [["changes", "--json"]],
    [["changes", "--direction", "loosens", "--disclosed", "no", "--limit", "3"]],
    [["search", "military", "--json"]],
    [["search", "the users", "--limit", "50"]],
    [["search", '"human rights"', "--in-force"]],
    [["findings", "--json"]],
    [["measures", "openai", "--json"]],
    [["card", "orrinvale"]],
    [["search", "no\u0000thing"]],
  ])("corrigible %j", async (args) => {
    const expected = await onSqlite(args);
    expect(expected).toMatchObject({ code: 0, stderr: "" });
    expect(await onPostgres(args)).toEqual(expected);
  });

  test("export is the same to the last byte, also after a rebuild", async () => {
    await onSqlite(["export", join(folder, "sqlite")]);
    const expected = filesOf(join(folder, "sqlite"));
    expect(Object.keys(expected).length).toBeGreaterThan(20);
    await onPostgres(["export", join(folder, "postgres")]);
    expect(filesOf(join(folder, "postgres"))).toEqual(expected);
    expect(await onPostgres(["rebuild"])).toMatchObject({ code: 0 });
    await onPostgres(["export", join(folder, "postgres")]);
    expect(filesOf(join(folder, "postgres"))).toEqual(expected);
  });

  describe("the dashboard", () => {
    let servers: Server[];
    beforeAll(async () => {
      const options = { port: 0, host: "127.0.0.1", publicUrl: "https://watch.example", onDefect: () => {} };
      servers = await Promise.all(
        [undefined, postgres.url].map((database) => serveWorkspace(openWorkspace(workspace, { database }), options)),
      );
    });
    afterAll(() => servers.forEach((server) => server.close()));

    test.each(ADDRESSES)("%s", async (address) => {
      const [sqlite, other] = await Promise.all(
        servers.map(async ({ url }) => {
          const answer = await fetch(url + address);
          return { status: answer.status, etag: answer.headers.get("etag"), text: await answer.text() };
        }),
      );
      expect(sqlite?.status).toBe(address === "/no-such-page" ? 404 : 200);
      expect(other).toEqual(sqlite);
    });

    test("shows a new state of the index with the next page", async () => {
      const url = `${servers[1]?.url}/labs/openai`;
      const tag = async (): Promise<string | null> => (await fetch(url)).headers.get("etag");
      const before = await tag();
      expect(await onPostgres(["audit", "--as-of", "2025-01-01"])).toMatchObject({ code: 0 });
      expect(await tag()).not.toBe(before);
      expect(await onPostgres(["audit"])).toMatchObject({ code: 0 });
      expect(await tag()).toBe(before);
    });
  });

  describe("trouble", () => {
    /** What an audit that takes its time tells meanwhile goes to standard error too. */
    const withoutProgress = ({ stderr, ...ran }: Ran): Ran => ({
      ...ran,
      stderr: stderr.replaceAll(/^(?:\d+ of |reading|writing|eval: )[^\n]*\n/gm, ""),
    });

    /** Waits until an audit writes. */
    async function writing(): Promise<void> {
      while (!postgres.run("select 'yes' from pg_locks where locktype = 'advisory'").includes("yes")) {
        await new Promise((done) => setTimeout(done, 20));
      }
    }

    test("a database that is not there is one line without the password, exit 3", async () => {
      for (const [database, words] of [
        ["postgres://watch:s3cret@127.0.0.1:1/corrigible", "cannot be reached (ECONNREFUSED)"],
        [postgres.url.replace("/postgres?", "/nothing?"), "there is no database of this name"],
      ] as const) {
        const { code, stderr } = await onPostgres(["audit"], database);
        expect(code).toBe(EXIT.outside);
        expect(stderr).toMatch(/^corrigible: the database at [^\n]+\n$/);
        expect(stderr).toContain(words);
        expect(stderr).not.toContain("s3cret");
      }
      const { code, stderr } = await onPostgres(["audit"], "mysql://watch:s3cret@127.0.0.1/corrigible");
      expect([code, stderr]).toEqual([EXIT.badInput, expect.stringContaining("no address of a PostgreSQL database")]);
      expect(stderr).not.toContain("s3cret");
    });

    test("while another process writes, readers read and writers are refused with one line", async () => {
      const writer = await openIndexWriter(openWorkspace(workspace, { database: postgres.url }).index);
      await writer.clear();
      expect(await onPostgres(["audit"])).toMatchObject({ code: 0, stdout: expect.stringContaining("Up to date") });
      expect(withoutProgress(await onPostgres(["rebuild"]))).toMatchObject({
        code: EXIT.outside,
        stderr: expect.stringMatching(/^corrigible: another process writes the index [^\n]+\n$/),
      });
      await writer.close();
    });

    test("a connection cut in the middle of a rebuild: one line, nothing changes, the next run converges", async () => {
      const before = (await onPostgres(["changes", "--json"])).stdout;
      const running = onPostgres(["rebuild"]).then(withoutProgress);
      await writing();
      postgres.cutConnections();
      const cut = await running;
      expect(cut.code).toBe(EXIT.outside);
      expect(cut.stderr).toMatch(/^corrigible: the database at [^\n]+\n$/);
      expect((await onPostgres(["changes", "--json"])).stdout).toBe(before);
      expect(await onPostgres(["rebuild"])).toMatchObject({ code: 0 });
      expect((await onPostgres(["changes", "--json"])).stdout).toBe(before);
    });

    test("a connection cut between two questions of a reader fails the next one, in one line, and nothing else", async () => {
      const index = await openIndex(openWorkspace(workspace, { database: postgres.url }).index);
      const ask = (connection: typeof index.query) => connection.selectFrom("documents").select("id").execute();
      try {
        await index.query.connection().execute(async (connection) => {
          await ask(connection);
          postgres.cutConnections();
          // The news of it arrives.
          await wait(100);
          await expect(ask(connection)).rejects.toThrow(/^the database at .*: the connection was lost; try again$/);
        });
        expect(await ask(index.query)).not.toEqual([]);
      } finally {
        await index.close();
      }
    });

    test("a rebuild that is killed leaves the index as it was, and keeps nobody from writing", async () => {
      const before = (await onPostgres(["changes", "--json"])).stdout;
      const child = start(["rebuild", "--workspace", workspace], { env: { CORRIGIBLE_DATABASE: postgres.url } });
      await writing();
      child.kill("SIGKILL");
      await once(child, "exit");
      expect((await onPostgres(["changes", "--json"])).stdout).toBe(before);
      expect(await onPostgres(["rebuild"])).toMatchObject({ code: 0 });
      expect((await onPostgres(["changes", "--json"])).stdout).toBe(before);
    });

    test("a server that stops and comes back: served pages fail in between, and then do not", async () => {
      const options = { port: 0, host: "127.0.0.1", publicUrl: null, onDefect: () => {} };
      const server = await serveWorkspace(openWorkspace(workspace, { database: postgres.url }), options);
      const status = async (): Promise<number> => (await fetch(`${server.url}/documents`)).status;
      expect(await status()).toBe(200);
      postgres.stop();
      const failed = await fetch(`${server.url}/documents`);
      expect(failed.status).toBe(500);
      expect(await failed.text()).not.toMatch(/database|postgres|corrigible-pg/);
      postgres.start();
      expect(await status()).toBe(200);
      server.close();
    });
  });
});
