import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listEvents, OPERATOR } from "./audit-trail.ts";
import { countConfirmation, countNobodys, countSignIn, forgiveConfirmation, forgiveSignIn } from "./lock-out.ts";
import { signIn } from "./sign-in.ts";
import { type AccountStore, openAccounts } from "./store.ts";
import { addUser, disableUser, enableUser, setPassword, type User } from "./users.ts";

const MINUTE = 60_000;
const PASSWORD = "violet tractor hums nine";

let folder: string;
let now: number;
let store: AccountStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-lock-out-"));
  now = Date.parse("2026-01-01T00:00:00Z");
  store = openAccounts(join(folder, "accounts", "accounts.sqlite"), () => new Date(now));
});
afterEach(() => {
  store.database.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string): Promise<User> =>
  addUser(store, { name, role: "reader", lab: null, password: PASSWORD }, OPERATOR);
const fail = (name: string, address: string, times = 1): void => {
  for (let at = 0; at < times; at++) countSignIn(store, name, address);
};
const waitOf = (name: string, address: string): number => {
  const { wait } = countSignIn(store, name, address);
  if (wait === 0) forgiveSignIn(store, name, address);
  return wait;
};

test("who guesses at a name for days waits, and its owner elsewhere does not", () => {
  for (let at = 0; at < 3 * 96; at++) {
    fail("ada", "192.0.2.1");
    now += 15 * MINUTE;
    expect(countSignIn(store, "ada", "203.0.113.9").wait).toBe(0);
    forgiveSignIn(store, "ada", "203.0.113.9");
  }
  fail("ada", "192.0.2.1", 5);
  expect(waitOf("ADA", "192.0.2.1")).toBeGreaterThan(0);
  expect(waitOf("ada", "203.0.113.9")).toBe(0);
});

test("a hundred failures from everywhere hold a name, but not where its owner signed in before, nor after an operator saw to it", async () => {
  const ada = await add("ada");
  const place = { address: "2001:db8:1:2::7", agent: "" };
  signIn(store, ada, "password", place);
  const guess = (): void => {
    for (let at = 0; at < 100; at++) fail("ada", `192.0.2.${at}`);
  };
  for (const see of [
    () => setPassword(store, "ada", `${PASSWORD} more`, OPERATOR),
    () => {
      disableUser(store, "ada", OPERATOR);
      enableUser(store, "ada", OPERATOR);
      return Promise.resolve();
    },
  ]) {
    guess();
    expect(countSignIn(store, "ada", "203.0.113.9").wait).toBe(30);
    // Another address of the same /64.
    expect(countSignIn(store, "ada", "2001:db8:1:2::99").wait).toBe(0);
    expect(countSignIn(store, "ada", "2001:db8:1:3::7").wait).toBeGreaterThan(0);
    await see();
    expect(waitOf("ada", "203.0.113.9")).toBe(0);
    expect(waitOf("ada", "192.0.2.1")).toBe(0);
  }
});

test("a network waits by its /64, and what has to wait is not counted", () => {
  for (let at = 0; at < 6; at++) fail(`name ${at}`, `2001:db8:5:6::${at}`, 5);
  expect(countSignIn(store, "another", "2001:db8:5:6:7::1").wait).toBe(30);
  expect(countSignIn(store, "another", "2001:db8:5:7::1").wait).toBe(0);
  // Five with one name, then ten that only wait: the network has five, not fifteen, of its thirty.
  fail("name", "192.0.2.1", 15);
  for (let at = 0; at < 24; at++) fail(`other ${at}`, "192.0.2.1");
  expect(countSignIn(store, "last", "192.0.2.1")).toEqual({ wait: 0, waitAfter: 30 });
});

test("the password asked for again is counted by user, apart from signing in", async () => {
  const { id } = await add("ada");
  fail("ada", "192.0.2.1", 10);
  for (let at = 0; at < 4; at++) expect(countConfirmation(store, id)).toEqual({ wait: 0, waitAfter: 0 });
  forgiveConfirmation(store, id);
  expect(countSignIn(store, "ada", "192.0.2.1").wait).toBe(30);
  for (let at = 0; at < 5; at++) countConfirmation(store, id);
  expect(countConfirmation(store, id).wait).toBe(30);
});

test("failures with names that nobody has are told of once an hour, with how many there were", () => {
  expect(countNobodys(store, "no such account")).toBe("no such account");
  expect(countNobodys(store, "no such passkey")).toBe("no such passkey");
  for (let at = 0; at < 40; at++) expect(countNobodys(store, "no such account")).toBeNull();
  now += 25 * 60 * MINUTE;
  fail("ada", "192.0.2.1");
  expect(countNobodys(store, "no such account")).toBe("no such account, and 40 more times since this was told last");
  expect(countNobodys(store, "no such account")).toBeNull();
  expect(listEvents(store, { limit: 9 })).toEqual([]);
});
