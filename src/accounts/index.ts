export {
  type Actor,
  EVENT_KINDS,
  type EventKind,
  listEvents,
  OPERATOR,
  recordEvent,
  type SecurityEvent,
} from "./audit-trail.ts";
export { type BegunSignIn, beginSignIn, SIGN_IN_MS_MAX, takeSignIn } from "./begun-sign-ins.ts";
export { type Identity, linkIdentity, signInByIdentity, unlinkIdentity } from "./identities.ts";
export { networkOf } from "./network.ts";
export {
  addPasskey,
  askForPasskey,
  listPasskeys,
  offerPasskey,
  type Passkey,
  type PasskeySite,
  removePasskey,
  removePasskeysOf,
  signInByPasskey,
} from "./passkeys.ts";
export { isPasswordTooLong, PASSWORD_LENGTH_MAX } from "./password-rules.ts";
export { type Account, type Action, may, mayActOn, type Role, ROLES, type Scope, SCOPES } from "./permissions.ts";
export {
  endSession,
  endSessionBySecret,
  endSessionsOf,
  findSession,
  listSessions,
  type Place,
  type Session,
  SESSION_MS_MAX,
} from "./sessions.ts";
export { confirmPassword, recordNobodysFailure, type SignIn, signInByPassword } from "./sign-in.ts";
export { type AccountStore, openAccounts, openExistingAccounts } from "./store.ts";
export { addUser, changeRole, disableUser, enableUser, findUser, listUsers, setPassword, type User } from "./users.ts";
export {
  createToken,
  findByToken,
  LABEL_LENGTH_MAX,
  listTokens,
  revokeToken,
  type Token,
  TOKEN_DAYS,
  TOKEN_DAYS_MAX,
} from "./tokens.ts";
