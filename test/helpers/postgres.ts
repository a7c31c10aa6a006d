import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** A PostgreSQL server of the test's own, in a temporary folder, reached over a socket in it. */
export interface Postgres {
  /** Connection string of its database `postgres`, as its superuser, without a password. */
  readonly url: string;
  /** Ends every connection but the asking one, as an operator or a lost network does. */
  cutConnections(): void;
  /** Runs SQL in it, and gives what psql prints. */
  run(sql: string): string;
  /** Stops it at once, and starts it again. */
  stop(): void;
  start(): void;
  /** Stops it and removes all of it. */
  remove(): void;
}

/** Debian's place for servers, one folder a version. */
const DEBIAN = "/usr/lib/postgresql";

function findPrograms(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const [newest] = readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a));
  const folder = join(DEBIAN, newest ?? "", "bin");
  return existsSync(join(folder, "initdb")) ? folder : null;
}

const PROGRAMS = findPrograms();

/** Whether tests on PostgreSQL run; on a machine where they must, a missing server fails them. */
export const HAS_POSTGRES = PROGRAMS !== null || process.env["CI"] !== undefined;
/** What a title of such tests ends with. */
export const WHY_NO_POSTGRES = HAS_POSTGRES ? "" : " (skipped: no PostgreSQL server is installed)";

/**
 * Makes a server and starts it. Takes some seconds. `isDurable`: whether it waits for the disk as it does for everybody;
 * tests need not.
 */
export function startPostgres({ isDurable = false } = {}): Postgres {
  if (PROGRAMS === null) throw new Error(`no PostgreSQL server in ${DEBIAN}; install the package postgresql`);
  const folder = mkdtempSync(join(tmpdir(), "corrigible-pg-"));
  const data = join(folder, "data");
  // The server refuses to run as root.
  const isRoot = userInfo().uid === 0;
  if (isRoot) {
    const [uid, gid] = ["-u", "-g"].map((what) => Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" })));
    chownSync(folder, uid ?? 0, gid ?? 0);
  }
  const run = (program: string, args: readonly string[], input?: string): string => {
    const command = join(PROGRAMS, program);
    const options = { encoding: "utf8" as const, cwd: folder, input, stdio: "pipe" as const };
    return isRoot
      ? execFileSync("runuser", ["-u", "postgres", "--", command, ...args], options)
      : execFileSync(command, args, options);
  };
  // An order of texts that is not that of their bytes, as most installations have it.
  const locale = ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en", "--locale=C"];
  run("initdb", ["--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync", ...locale]);
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=${isDurable ? "on" : "off"}`;
  const start = (): unknown =>
    run("pg_ctl", ["start", "--wait", "--pgdata", data, "--options", settings, "--log", join(folder, "log")]);
  const stop = (): unknown => run("pg_ctl", ["stop", "--pgdata", data, "--mode", "immediate"]);
  start();
  const sql = (text: string): string =>
    run("psql", ["--host", folder, "--username=postgres", "--no-psqlrc", "--tuples-only", "--no-align"], text);
  return {
    url: `postgres:///postgres?host=${encodeURIComponent(folder)}&user=postgres`,
    cutConnections: () =>
      void sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'corrigible'"),
    run: sql,
    stop: () => void stop(),
    start: () => void start(),
    remove() {
      stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
