/**
 * What kind of norm a clause is. The kind decides polarity: narrowing a ban or a promise loosens, narrowing a
 * reserved power or a burden tightens. (docs/methods/comparison.md)
 */
export const NORM_TYPES = [
  /** A ban or limit on what systems may be used for. */
  "use-ban",
  /** What a ban does not reach. */
  "use-exemption",
  /** A duty or promise of the lab. */
  "lab-promise",
  /** A power the lab keeps, or a data practice it states. */
  "lab-power",
  /** A duty of users toward the lab, or a limit of the lab's liability. */
  "user-burden",
  /** A right or option of users. */
  "user-right",
  "none",
] as const;
export type NormType = (typeof NORM_TYPES)[number];
