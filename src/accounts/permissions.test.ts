import { expect, test } from "vitest";
import { type Account, type Action, may, mayActOn, PERMISSIONS, ROLES, type Scope, SCOPES } from "./permissions.ts";

const account = (fields: Partial<Account>): Account => ({
  id: 1,
  name: "ada",
  role: "admin",
  lab: null,
  scopes: null,
  ...fields,
});
const ACTIONS = Object.keys(PERMISSIONS) as Action[];

test("a respondent replies to findings of its own lab, and does nothing else with any", () => {
  const respondent = account({ role: "respondent", lab: "openai" });
  const acts = ACTIONS.filter((action) => action.startsWith("review."));
  expect(acts.filter((action) => mayActOn(respondent, action, "openai"))).toEqual(["review.reply"]);
  expect(acts.filter((action) => mayActOn(respondent, action, "anthropic"))).toEqual([]);
});

test("no role may less than one below it, but for the respondent", () => {
  const able = (role: Account["role"]): Action[] => ACTIONS.filter((action) => may(account({ role }), action));
  const [reader, reviewer, editor, admin] = ROLES.map(able);
  expect(reviewer).toEqual(expect.arrayContaining(reader ?? []));
  expect(editor).toEqual(expect.arrayContaining(reviewer ?? []));
  expect(admin).toEqual(ACTIONS);
});

test("nobody may only begin a session", () => {
  expect(ACTIONS.filter((action) => may(null, action))).toEqual(["session.begin"]);
});

test("a scope lets a token do less than its owner, never more", () => {
  const able = (role: Account["role"], scopes: readonly Scope[]): Action[] =>
    ACTIONS.filter((action) => may(account({ role, scopes }), action));
  expect(able("admin", ["read"])).toEqual(["account.see"]);
  expect(able("admin", ["reply"])).toEqual(["account.see", "review.reply"]);
  expect(able("reviewer", ["review", "admin"])).toEqual([
    "account.see",
    "review.see",
    "review.code",
    "review.reconcile",
  ]);
  expect(able("admin", ["admin"])).toEqual(["account.see", "users.see", "users.change", "audit-trail.see"]);
  // No scope gives a session, another password, or another token.
  expect(able("admin", SCOPES)).not.toContain("account.change");
});
