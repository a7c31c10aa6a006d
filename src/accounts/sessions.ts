import { formatInstant } from "../std/index.ts";
import type { Account } from "./permissions.ts";
import { hashSecret, makeSecret } from "./secret.ts";
import type { AccountStore } from "./store.ts";

/** A session ends so long after its last use, in milliseconds, */
const IDLE_MS = 2 * 60 * 60 * 1000;
/** and so long after it began, in milliseconds. */
export const SESSION_MS_MAX = 12 * 60 * 60 * 1000;
/** The last use is written down to so many milliseconds. */
const USE_MS = 60 * 1000;
/** What a browser calls itself, as far as it is kept, in characters. */
const AGENT_LENGTH_MAX = 200;

/** Where a session began. */
export interface Place {
  /** IP address. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

export interface Session extends Place {
  readonly id: number;
  /** How its owner signed in. */
  readonly method: SignInMethod;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly used: string;
}

export type SignInMethod = "password" | "passkey" | "provider";

/** Begins a session and gives its secret, which only the browser keeps. */
export function beginSession(
  { database, clock }: AccountStore,
  user: number,
  { method, address, agent }: Place & { readonly method: SignInMethod },
): string {
  const secret = makeSecret();
  const now = formatInstant(clock());
  database.prepare("delete from sessions where used < ? or created < ?").run(...limits(clock()));
  database
    .prepare("insert into sessions (hash, user, method, created, used, address, agent) values (?, ?, ?, ?, ?, ?, ?)")
    .run(hashSecret(secret), user, method, now, now, address, agent.slice(0, AGENT_LENGTH_MAX));
  return secret;
}

/** Sessions used or begun before these times are over. */
const limits = (now: Date): [used: string, created: string] => [
  formatInstant(new Date(now.getTime() - IDLE_MS)),
  formatInstant(new Date(now.getTime() - SESSION_MS_MAX)),
];

/** Whose session a secret is of; null where it is none, is over, or its owner is disabled. */
export function findSession(
  { database, clock }: AccountStore,
  secret: string,
): { readonly id: number; readonly account: Account } | null {
  const now = clock();
  const row = database
    .prepare(
      `select sessions.id as session, used, users.id, name, role, lab from sessions join users on users.id = user
        where hash = ? and used >= ? and sessions.created >= ? and disabled is null`,
    )
    .get(hashSecret(secret), ...limits(now));
  if (!row) return null;
  const { session, used, ...account } = row;
  if (String(used) < formatInstant(new Date(now.getTime() - USE_MS))) {
    database.prepare("update sessions set used = ? where id = ?").run(formatInstant(now), Number(session));
  }
  return { id: Number(session), account: { ...account, scopes: null } as unknown as Account };
}

/** The sessions of a user that are not over, the last used first. */
export function listSessions({ database, clock }: AccountStore, user: number): Session[] {
  const rows = database
    .prepare(
      `select id, method, created, used, address, agent from sessions
        where user = ? and used >= ? and created >= ? order by used desc, id desc`,
    )
    .all(user, ...limits(clock()));
  return rows as unknown as Session[];
}

/** Ends the session that a secret is of, where there is one. */
export function endSessionBySecret({ database }: AccountStore, secret: string): void {
  database.prepare("delete from sessions where hash = ?").run(hashSecret(secret));
}

/** Ends one session of a user; gives whether there was such a one. */
export function endSession({ database }: AccountStore, user: number, id: number): boolean {
  return database.prepare("delete from sessions where user = ? and id = ?").run(user, id).changes === 1;
}

/** Ends all sessions of a user; gives how many there were. */
export function endSessionsOf({ database }: AccountStore, user: number): number {
  return Number(database.prepare("delete from sessions where user = ?").run(user).changes);
}
