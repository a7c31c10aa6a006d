import { formatInstant, UserError } from "../std/index.ts";
import { type Actor, recordEvent } from "./audit-trail.ts";
import { type Confirmed, refuseUnlessStill } from "./confirmed.ts";
import type { Account, Scope } from "./permissions.ts";
import { hashSecret, makeSecret } from "./secret.ts";
import { type AccountStore, transact } from "./store.ts";

/** What every token begins with, so that people and scanners know a lost one. */
const PREFIX = "corrigible_";
/** A token lives so many days, where nobody says, */
export const TOKEN_DAYS = 90;
/** and at most. */
export const TOKEN_DAYS_MAX = 366;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The last use is written down to so many milliseconds. */
const USE_MS = 60 * 1000;
/** Longest label, in characters. */
export const LABEL_LENGTH_MAX = 60;

/** What a program shows in its owner's place. The secret itself is shown once, and only its hash kept. */
export interface Token {
  readonly id: number;
  /** The owner's name. */
  readonly user: string;
  /** What it is for, in its owner's words. */
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly expires: string;
  readonly used: string | null;
  readonly revoked: string | null;
}

const toToken = (row: Record<string, unknown>): Token =>
  ({ ...row, scopes: String(row["scopes"]).split(" ") }) as unknown as Token;

const COLUMNS = "tokens.id, name as user, label, scopes, tokens.created, expires, used, revoked";
const JOINED = "tokens join users on users.id = user";

/**
 * Makes a token for a user and gives its secret, which is never shown again. `days`: how long it lives. Throws a UserError
 * for more days than a token may live, no scope, a user who is disabled, or who does not have the `confirmed` password now.
 */
export function createToken(
  store: AccountStore,
  user: { readonly id: number; readonly name: string },
  { label, scopes, days }: { readonly label: string; readonly scopes: readonly Scope[]; readonly days: number },
  actor: Actor,
  confirmed: Confirmed | null = null,
): { readonly secret: string; readonly token: Token } {
  if (days < 1 || days > TOKEN_DAYS_MAX) throw new UserError(`a token lives 1 to ${TOKEN_DAYS_MAX} days`);
  if (scopes.length === 0) throw new UserError("a token needs a scope");
  const secret = PREFIX + makeSecret();
  return transact(store, () => {
    refuseUnlessStill(store, user, confirmed);
    const { database, clock } = store;
    const [created, expires] = [clock(), new Date(clock().getTime() + days * DAY_MS)].map(formatInstant) as [
      string,
      string,
    ];
    const { lastInsertRowid } = database
      .prepare("insert into tokens (hash, user, label, scopes, created, expires) values (?, ?, ?, ?, ?, ?)")
      .run(hashSecret(secret), user.id, label, scopes.join(" "), created, expires);
    const id = Number(lastInsertRowid);
    recordEvent(store, "token-created", actor, { user: user.name, detail: `${id}: ${scopes.join(" ")}, ${label}` });
    const token = { id, user: user.name, label, scopes, created, expires, used: null, revoked: null };
    return { secret, token };
  });
}

/** All tokens, or those of a user, the newest first. */
export function listTokens({ database }: AccountStore, user?: number): Token[] {
  const rows = database
    .prepare(`select ${COLUMNS} from ${JOINED} where (?1 is null or user = ?1) order by tokens.id desc`)
    .all(user ?? null);
  return rows.map(toToken);
}

/** Revokes a token, of a user where one is given. Throws a UserError where there is none that works. */
export function revokeToken(store: AccountStore, id: number, actor: Actor, user?: number): void {
  transact(store, () => {
    const token = listTokens(store, user).find((one) => one.id === id && one.revoked === null);
    if (!token) throw new UserError(`there is no token ${id} to revoke`);
    store.database.prepare("update tokens set revoked = ? where id = ?").run(formatInstant(store.clock()), id);
    recordEvent(store, "token-revoked", actor, { user: token.user, detail: `${id}: ${token.label}` });
  });
}

/** Revokes all tokens of a user that work; gives how many there were. */
export function revokeTokensOf({ database, clock }: AccountStore, user: number): number {
  const now = formatInstant(clock());
  const revoke = database.prepare(
    "update tokens set revoked = ?1 where user = ?2 and revoked is null and expires > ?1",
  );
  return Number(revoke.run(now, user).changes);
}

/** Whose token a secret is, with what it may be used for; null where it is none, is over, or its owner is disabled. */
export function findByToken({ database, clock }: AccountStore, secret: string): Account | null {
  const now = formatInstant(clock());
  const row = database
    .prepare(
      `select tokens.id as token, scopes, used, users.id, name, role, lab from ${JOINED}
        where hash = ? and revoked is null and expires > ? and disabled is null`,
    )
    .get(hashSecret(secret), now);
  if (!row) return null;
  const { token, scopes, used, ...account } = row;
  if (used === null || String(used) < formatInstant(new Date(clock().getTime() - USE_MS))) {
    database.prepare("update tokens set used = ? where id = ?").run(now, Number(token));
  }
  return { ...account, scopes: String(scopes).split(" ") } as unknown as Account;
}
