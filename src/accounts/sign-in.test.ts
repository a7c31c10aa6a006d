import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listEvents, OPERATOR } from "./audit-trail.ts";
import { findSession, listSessions } from "./sessions.ts";
import { confirmPassword, signInByPassword } from "./sign-in.ts";
import { type AccountStore, openAccounts } from "./store.ts";
import { createToken, listTokens } from "./tokens.ts";
import { addUser, disableUser, enableUser, setPassword, type User } from "./users.ts";

/** What is under way while an account changes: looking at a password takes a while. */

const PASSWORD = "violet tractor hums nine";
const NEW = "amber kettle sings lower";
const PLACE = { address: "192.0.2.1", agent: "" };
const TOKEN = { label: "x", scopes: ["read"], days: 9 } as const;

let folder: string;
let store: AccountStore;
let ada: User;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-sign-in-"));
  store = openAccounts(join(folder, "accounts", "accounts.sqlite"), () => new Date());
  ada = await addUser(store, { name: "ada", role: "reader", lab: null, password: PASSWORD }, OPERATOR);
});
afterEach(() => {
  store.database.close();
  rmSync(folder, { recursive: true, force: true });
});

const kept = (): unknown => store.database.prepare("select password from users where id = ?").get(ada.id)?.["password"];
/** Sets another password at once, as another process does. */
const change = (hash: string): void =>
  void store.database.prepare("update users set password = ? where id = ?").run(hash, ada.id);
async function hashOfNew(): Promise<string> {
  const user = { name: "other", role: "reader", lab: null, password: NEW } as const;
  const { id } = await addUser(store, user, OPERATOR);
  return String(store.database.prepare("select password from users where id = ?").get(id)?.["password"]);
}

test("a sign-in under way begins no session once the account is disabled, also when it is enabled again at once", async () => {
  const under = signInByPassword(store, { name: "ada", password: PASSWORD, ...PLACE });
  disableUser(store, "ada", OPERATOR);
  expect(await under).toEqual({ outcome: "wrong" });
  expect(listEvents(store, { limit: 1 })[0]).toMatchObject({
    kind: "sign-in-failed",
    user: "ada",
    detail: "the account is disabled",
  });
  enableUser(store, "ada", OPERATOR);
  expect(listSessions(store, ada.id)).toEqual([]);
});

test("a sign-in under way by the password that was begins no session", async () => {
  const hash = await hashOfNew();
  const under = signInByPassword(store, { name: "ada", password: PASSWORD, ...PLACE });
  change(hash);
  expect(await under).toEqual({ outcome: "wrong" });
  expect(listSessions(store, ada.id)).toEqual([]);
});

test("of all sign-ins around a change of the password no session outlives it", async () => {
  let isOver = false;
  const changed = setPassword(store, "ada", NEW, OPERATOR).then(() => (isOver = true));
  const secrets: string[] = [];
  const keepTrying = async (): Promise<void> => {
    while (!isOver) {
      const done = await signInByPassword(store, { name: "ada", password: PASSWORD, ...PLACE });
      if (done.outcome === "signed-in") secrets.push(done.secret);
    }
  };
  await Promise.all([changed, keepTrying(), keepTrying(), keepTrying()]);
  expect(secrets.filter((secret) => findSession(store, secret) !== null)).toEqual([]);
});

test.each<[string, () => Promise<void>, RegExp]>([
  ["another password", async () => change(await hashOfNew()), /was changed meanwhile/],
  ["disabled", () => Promise.resolve(disableUser(store, "ada", OPERATOR)), /ada is disabled/],
])("what is done by a password that was confirmed is done no more once the account has %s", async (_, act, said) => {
  const confirmed = await confirmPassword(store, "ada", PASSWORD, PLACE);
  expect(confirmed).not.toBeNull();
  await act();
  const before = kept();
  expect(() => createToken(store, ada, TOKEN, OPERATOR, confirmed)).toThrow(said);
  expect(listTokens(store, ada.id)).toEqual([]);
  await expect(setPassword(store, "ada", `${NEW} still`, OPERATOR, confirmed)).rejects.toThrow(said);
  expect(kept()).toBe(before);
});

// "password" by other parameters, as in password.test.ts.
const OUTDATED = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

test("a password kept by other parameters is kept anew, but not where it is another by then", async () => {
  const signIn = () => signInByPassword(store, { name: "ada", password: "password", ...PLACE });
  change(OUTDATED);
  expect((await signIn()).outcome).toBe("signed-in");
  expect(kept()).toMatch(/m=19456,/);
  const hash = await hashOfNew();
  change(OUTDATED);
  const under = signIn();
  while (listSessions(store, ada.id).length < 2) await nextTurn();
  change(hash);
  await under;
  expect(kept()).toBe(hash);
});
