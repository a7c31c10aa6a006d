import { formatInstant } from "../std/index.ts";
import type { AccountStore } from "./store.ts";

export const EVENT_KINDS = [
  "signed-in",
  "sign-in-failed",
  "locked-out",
  "signed-out",
  "session-ended",
  "password-changed",
  "user-added",
  "role-changed",
  "disabled",
  "enabled",
  "passkey-added",
  "passkey-removed",
  "identity-linked",
  "identity-unlinked",
  "token-created",
  "token-revoked",
  "token-used",
  "refused",
  "review-act",
  "jobs-retried",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Who does something, and from where. */
export interface Actor {
  /** The account's name; null: nobody is signed in. */
  readonly by: string | null;
  /** IP address, or "command line". */
  readonly address: string;
}

/** Whoever has the workspace's files. */
export const OPERATOR: Actor = { by: "operator", address: "command line" };

/** One line of the audit trail. */
export interface SecurityEvent {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: EventKind;
  /** Whose account it is about; null: nobody's that we know. */
  readonly user: string | null;
  readonly by: string | null;
  readonly address: string;
  readonly detail: string;
}

/** Longest detail that is kept, in characters. */
const DETAIL_LENGTH_MAX = 500;

/** Writes a line of the audit trail. Lines are never changed or removed: the database refuses it. */
export function recordEvent(
  { database, clock }: AccountStore,
  kind: EventKind,
  { by, address }: Actor,
  { user = by, detail = "" }: { readonly user?: string | null; readonly detail?: string } = {},
): void {
  database
    .prepare("insert into events (at, kind, user, by, address, detail) values (?, ?, ?, ?, ?, ?)")
    .run(formatInstant(clock()), kind, user, by, address, detail.slice(0, DETAIL_LENGTH_MAX));
}

export interface EventFilter {
  readonly kind?: EventKind | undefined;
  /** About or by this account. */
  readonly user?: string | undefined;
  /** Only lines before this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Lines of the audit trail, the newest first. */
export function listEvents({ database }: AccountStore, { kind, user, before, limit }: EventFilter): SecurityEvent[] {
  // Only what is asked for: an index is of no use to a condition that may not hold.
  const asked: readonly (readonly [string, string | number | undefined])[] = [
    ["kind = :kind", kind],
    ["seq in (select seq from events where user = :user union select seq from events where by = :user)", user],
    ["seq < :before", before],
  ];
  const given = asked.filter(([, value]) => value !== undefined).map(([condition]) => condition);
  const rows = database
    .prepare(
      `select seq, at, kind, user, by, address, detail from events
        ${given.length > 0 ? `where ${given.join(" and ")}` : ""} order by seq desc limit :limit`,
    )
    .all({
      ...(kind && { kind }),
      ...(user !== undefined && { user }),
      ...(before !== undefined && { before }),
      limit,
    });
  return rows as unknown as SecurityEvent[];
}
