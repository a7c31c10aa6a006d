/** Who may do what: the one table that every page, form and operation is checked against. */

export const ROLES = ["reader", "reviewer", "editor", "admin", "respondent"] as const;
/** `respondent` is of one lab, and replies to findings on it. */
export type Role = (typeof ROLES)[number];

export const SCOPES = ["read", "review", "reply", "admin"] as const;
/** What a token may be used for, within what its owner may do. */
export type Scope = (typeof SCOPES)[number];

/** A visitor who is not signed in. */
const NOBODY = "nobody";
export type Party = Role | typeof NOBODY;

const EVERYBODY: readonly Party[] = [NOBODY, ...ROLES];
const SIGNED_IN: readonly Party[] = ROLES;
const REVIEWERS: readonly Party[] = ["reviewer", "editor", "admin"];
const EDITORS: readonly Party[] = ["editor", "admin"];
const ADMINS: readonly Party[] = ["admin"];

/** Action → who may do it. Reading what is public is no action: no route of it names one. */
export const PERMISSIONS = {
  "session.begin": EVERYBODY,
  "session.end": SIGNED_IN,
  "account.see": SIGNED_IN,
  "account.change": SIGNED_IN,
  "users.see": ADMINS,
  "users.change": ADMINS,
  "audit-trail.see": ADMINS,
  "operations.see": ADMINS,
  "operations.retry": ADMINS,
  "review.see": REVIEWERS,
  "review.code": REVIEWERS,
  "review.reconcile": REVIEWERS,
  "review.notice": EDITORS,
  "review.no-notice": EDITORS,
  // A respondent only on its own lab: see mayActOn.
  "review.reply": [...EDITORS, "respondent"],
  "review.accept": EDITORS,
  "review.dispute": EDITORS,
  "review.reject": EDITORS,
  "review.correct": EDITORS,
  "review.withdraw": EDITORS,
} as const satisfies Readonly<Record<string, readonly Party[]>>;

export type Action = keyof typeof PERMISSIONS;

/** Scope → what a token with it may do, where its owner may. Any may ask whose it is. */
const SCOPE_ACTIONS: Readonly<Record<Scope, (action: Action) => boolean>> = {
  read: () => false,
  review: (action) => action.startsWith("review."),
  reply: (action) => action === "review.reply",
  admin: (action) => action.startsWith("users.") || action.startsWith("audit-trail."),
};

/** Someone who is signed in, or whose token a program shows. */
export interface Account {
  readonly id: number;
  /** The name that acts are recorded under. */
  readonly name: string;
  readonly role: Role;
  /** Of a respondent: the lab's id. */
  readonly lab: string | null;
  /** Of a token: what it may be used for; null for a person with a session. */
  readonly scopes: readonly Scope[] | null;
}

/** Whether somebody may do something; null: a visitor who is not signed in. */
export function may(account: Account | null, action: Action): boolean {
  const parties: readonly Party[] = PERMISSIONS[action];
  if (!parties.includes(account?.role ?? NOBODY)) return false;
  const scopes = account?.scopes ?? null;
  return scopes === null || action === "account.see" || scopes.some((scope) => SCOPE_ACTIONS[scope](action));
}

/** As {@link may}, on a finding of a lab: a respondent only on those of its own. */
export function mayActOn(account: Account | null, action: Action, lab: string): boolean {
  return may(account, action) && (account?.role !== "respondent" || account.lab === lab);
}
