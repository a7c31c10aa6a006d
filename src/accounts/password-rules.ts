import { UserError } from "../std/index.ts";

/** In characters. No rule says of what kinds they must be. */
const LENGTH_MIN = 12;
/** In characters; bounds what is hashed and looked at. */
export const PASSWORD_LENGTH_MAX = 128;
/** On zxcvbn's scale of 0 to 4: at least 10^8 guesses. */
const STRENGTH_MIN = 3;

/** In characters: code points of NFKC, as NIST SP 800-63B counts them, and as a password is hashed. */
const lengthOf = (password: string): number => Array.from(password.normalize("NFKC")).length;

/** Whether nobody can have it for a password, since it is longer than any may be. */
export const isPasswordTooLong = (password: string): boolean => lengthOf(password) > PASSWORD_LENGTH_MAX;

/** Throws a UserError for a password that is short, common, or easily guessed of somebody of this name. */
export async function refuseWeakPassword(password: string, name: string): Promise<void> {
  if (lengthOf(password) < LENGTH_MIN) throw new UserError(`a password has at least ${LENGTH_MIN} characters`);
  if (isPasswordTooLong(password)) throw new UserError(`a password has at most ${PASSWORD_LENGTH_MAX} characters`);
  const { score, feedback } = (await loadZxcvbn()).check(password, [name, ...name.split(/[ ._-]/), "corrigible"]);
  if (score >= STRENGTH_MIN) return;
  const why = feedback.warning === null || feedback.warning === undefined ? "" : `: ${feedback.warning.toLowerCase()}`;
  throw new UserError(`this password is easily guessed${why.replace(/\.$/, "")}; several words at random are not`);
}

/** Its word lists take some megabytes: they are read when the first password is set. */
async function loadZxcvbn() {
  const [{ ZxcvbnFactory }, common, en] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    translations: en.translations,
    graphs: common.adjacencyGraphs,
    dictionary: { ...common.dictionary, ...en.dictionary },
  });
}
