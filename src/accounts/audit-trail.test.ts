import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EventFilter, listEvents, recordEvent } from "./audit-trail.ts";
import { type AccountStore, openAccounts } from "./store.ts";

let folder: string;
let store: AccountStore;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-audit-trail-"));
  store = openAccounts(join(folder, "accounts", "accounts.sqlite"), () => new Date());
  for (const [by, user] of [
    ["ada", "ada"],
    ["ada", "lin"],
    ["lin", "lin"],
    ["rea", "ada"],
    ["rea", "rea"],
  ] as const) {
    recordEvent(store, by === user ? "signed-in" : "role-changed", { by, address: "192.0.2.1" }, { user });
  }
});
afterAll(() => {
  store.database.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each<[string, Omit<EventFilter, "limit">, number[]]>([
  ["all", {}, [5, 4, 3, 2, 1]],
  ["a kind", { kind: "signed-in" }, [5, 3, 1]],
  ["by or about somebody, once each", { user: "ada" }, [4, 2, 1]],
  ["a kind, by or about somebody, before a line", { kind: "role-changed", user: "ada", before: 4 }, [2]],
  ["before a line", { before: 3 }, [2, 1]],
  ["nobody's", { user: "" }, []],
])("lists %s", (_, filter, seqs) => {
  expect(listEvents(store, { ...filter, limit: 9 }).map(({ seq }) => seq)).toEqual(seqs);
  expect(listEvents(store, { ...filter, limit: 1 }).map(({ seq }) => seq)).toEqual(seqs.slice(0, 1));
});

test("each filter is answered by its index", () => {
  const planOf = (filter: Omit<EventFilter, "limit">): string => {
    let sql = "";
    const database = { prepare: (text: string) => ((sql = text), store.database.prepare(text)) };
    listEvents({ ...store, database: database as AccountStore["database"] }, { ...filter, limit: 9 });
    const plan = store.database
      .prepare(`explain query plan ${sql}`)
      .all({ ...(filter as Record<string, string | number>), limit: 9 });
    return plan.map(({ detail }) => String(detail)).join("; ");
  };
  expect(planOf({ kind: "signed-in" })).toContain("USING INDEX events_by_kind (kind=?)");
  expect(planOf({ user: "ada" })).toMatch(/events_by_user \(user=\?\).*events_by_actor \(by=\?\)/);
  expect(planOf({ before: 3 })).toContain("rowid<?");
});
