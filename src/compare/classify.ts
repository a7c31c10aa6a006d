import type { Clause, Direction, NormType, Subject } from "../model/index.ts";
import * as cues from "./lexicon.ts";

export interface Norm {
  readonly type: NormType;
  readonly subject: Subject;
  /** +1: more of it binds the lab or protects people; -1: more of it empowers the lab or burdens users; 0: neither. */
  readonly polarity: -1 | 0 | 1;
  /** How surely the type was read, 0..1. */
  readonly certainty: number;
  readonly reason: string;
}

/** What it means for the public that a norm comes or grows (`sign` × polarity above 0), or goes or shrinks. */
export const directionOf = (sign: number): Direction => (sign === 0 ? "neutral" : sign > 0 ? "tightens" : "loosens");

export type DocumentKind = "usage" | "privacy" | "terms" | "other";

/** Subject and polarity of each type. */
const TYPES: Readonly<Record<NormType, Pick<Norm, "subject" | "polarity">>> = {
  "use-ban": { subject: "use", polarity: 1 },
  "use-exemption": { subject: "use", polarity: -1 },
  "lab-promise": { subject: "lab", polarity: 1 },
  "lab-power": { subject: "lab", polarity: -1 },
  "user-burden": { subject: "user", polarity: -1 },
  "user-right": { subject: "user", polarity: 1 },
  none: { subject: "lab", polarity: 0 },
};

const norm = (type: NormType, certainty: number, reason: string): Norm => ({ type, ...TYPES[type], certainty, reason });
const NONE = norm("none", 0, "no-norm");

const known = new WeakMap<readonly Clause[], DocumentKind>();

/** Guesses from title, headings and the commonest cues what a document is for. */
export function documentKind(clauses: readonly Clause[]): DocumentKind {
  let kind = known.get(clauses);
  if (kind === undefined) known.set(clauses, (kind = guessKind(clauses)));
  return kind;
}

function guessKind(clauses: readonly Clause[]): DocumentKind {
  const score: Record<DocumentKind, number> = { usage: 0, privacy: 0, terms: 0, other: 1 };
  clauses.forEach((clause, at) => {
    const weight =
      at === 0 || (clause.heading && clause.path.length === 0) ? 30 : at < 12 ? 6 : clause.heading ? 2 : 0.05;
    for (const [kind, pattern] of cues.DOCUMENT_KINDS) if (pattern.test(clause.text)) score[kind] += weight;
    if (clause.modality === "prohibition" && clause.bearer === "user" && clause.path.length > 0) score.usage += 0.08;
  });
  const kinds = ["usage", "privacy", "terms", "other"] as const;
  return kinds.reduce((best, kind) => (score[kind] > score[best] ? kind : best), "other");
}

/** The norm a clause states, read from its own words first and then from its lead-ins, innermost first. */
export function classify(clause: Clause, kind: DocumentKind): Norm {
  const text = clause.visible;
  if (clause.key.split(" ").length > CLAUSE_WORDS_MAX || !/\p{L}{2}/u.test(clause.key)) return NONE;
  if (clause.heading && !cues.HAS_OWN_CUE.test(text)) return NONE;
  if (cues.FURNITURE.test(text) || cues.STATES_NOTHING.test(text) || cues.QUESTION.test(text)) return NONE;
  if (cues.DEFINITION.test(text)) return NONE;
  const own = fromWords(text, clause, kind);
  if (own.type !== "none" || clause.heading) return own;
  for (let i = clause.path.length - 1; i >= 0; i--) {
    const inherited = fromLead(clause.path[i] as string, clause, kind);
    if (inherited.type !== "none") return inherited;
  }
  return NONE;
}

/** A "clause" of more words is a table or a page run together. */
const CLAUSE_WORDS_MAX = 220;
/** "6.1 Indemnification" names a matter and binds nobody. */
const TITLE_WORDS_MAX = 2;

function fromWords(text: string, clause: Clause, kind: DocumentKind): Norm {
  if (cues.LAB_LIABLE.test(text)) return norm("user-right", 0.6, "lab-liable");
  if (cues.RIGHT_TO_ARBITRATE.test(text)) return norm("user-right", 0.4, "right-to-arbitrate");
  if (cues.LIABILITY.test(text))
    return clause.key.split(" ").length <= TITLE_WORDS_MAX ? NONE : norm("user-burden", 0.8, "liability");
  if (cues.NO_RIGHT.test(text)) return norm("user-burden", 0.6, "no-right");
  if (cues.USER_RIGHT.test(text.replace(cues.OPTION_AS_CONDITION, ""))) return norm("user-right", 0.8, "user-right");
  if (cues.LAB_GRANTS.test(text)) return norm("user-right", 0.5, "lab-grants");
  if (cues.LICENCE_GRANT.test(text)) return norm("user-burden", 0.8, "licence-grant");
  if (clause.modality === "prohibition" && clause.bearer === "user" && cues.EXEMPTS.test(text))
    return norm("use-exemption", 0.45, "exempts");
  if (kind !== "usage" && cues.TERMS_NOT_APPLIED.test(text)) return norm("user-burden", 0.45, "not-covered");
  const own = ownCue(text, clause);
  switch (own) {
    case "ban-user":
      return userBan(text, kind);
    case "ban-lab":
      return cues.LAB_DISCLAIMS.test(text)
        ? norm("user-burden", 0.6, "disclaimer")
        : norm("lab-promise", 0.8, "lab-will-not");
    case "duty-lab":
      return labDuty(text);
    case "power-lab":
      return labPower(text, kind);
    case "duty-user":
      return userDuty(text, kind);
    case "duty-anyone":
      return kind === "usage" ? norm("use-ban", 0.45, "use-duty") : statement(text, kind);
    case "right-user":
      if (kind === "privacy" && cues.YOU_PROVIDE.test(text)) return norm("lab-power", 0.5, "you-provide");
      return cues.PLAIN_INFORMATION.test(text) ? norm("none", 0, "information") : norm("user-right", 0.3, "you-may");
    case "none":
      return statement(text, kind);
  }
}

type OwnCue = "ban-user" | "ban-lab" | "duty-lab" | "power-lab" | "duty-user" | "duty-anyone" | "right-user" | "none";

/** The clause's modality and bearer where its own words carry them; inherited ones are left to the lead-ins. */
function ownCue(text: string, clause: Clause): OwnCue {
  if (!cues.HAS_OWN_CUE.test(text)) return "none";
  if (cues.IMPERATIVE.test(text) && cues.LAB_DOES.test(clause.path.at(-1) ?? "")) return "none";
  const lab = clause.bearer === "lab";
  if (clause.modality === "prohibition") return lab ? "ban-lab" : "ban-user";
  if (clause.modality === "obligation")
    return lab ? "duty-lab" : clause.bearer === "user" ? "duty-user" : "duty-anyone";
  if (clause.modality === "permission") return lab ? "power-lab" : "right-user";
  return "none";
}

function userBan(text: string, kind: DocumentKind): Norm {
  if (cues.COMMERCIAL_BAN.test(text) && !cues.HARM.test(text)) return norm("user-burden", 0.8, "commercial-ban");
  return norm("use-ban", kind === "privacy" ? 0.5 : 0.85, "use-ban");
}

function labDuty(text: string): Norm {
  if (cues.TAKES.test(text)) return norm("lab-power", 0.6, "lab-takes");
  if (cues.EMPTY_PROMISE.test(text)) return norm("none", 0, "empty-promise");
  return norm("lab-promise", cues.STRONG_PROMISE.test(text) ? 0.5 : 0.3, "lab-will");
}

function labPower(text: string, kind: DocumentKind): Norm {
  if (cues.HELPFUL_MAY.test(text)) return norm("none", 0, "helpful-may");
  return norm("lab-power", kind === "usage" || cues.POWER_VERB.test(text) ? 0.7 : 0.55, "lab-may");
}

function userDuty(text: string, kind: DocumentKind): Norm {
  if (kind === "usage") return norm("use-ban", 0.45, "use-duty");
  if (cues.HARM.test(text)) return norm("use-ban", 0.4, "use-duty");
  return norm("user-burden", cues.BURDEN_VERB.test(text) ? 0.55 : 0.35, "user-must");
}

function statement(text: string, kind: DocumentKind): Norm {
  if (cues.NOT_DONE.test(text)) return norm("lab-promise", 0.6, "does-not");
  if (cues.ONLY_DONE.test(text)) return norm("lab-promise", 0.5, "only-does");
  if (cues.PRESENT_PROMISE.test(text)) return norm("lab-promise", 0.5, "lab-does");
  if (cues.DATA_PRACTICE.test(text) || cues.DATA_PRACTICE_BY_NAME.test(text))
    return norm("lab-power", kind === "privacy" ? 0.6 : 0.5, "data-practice");
  return NONE;
}

/** A full sentence under a heading explains as often as it states a practice; an item of a list states one. */
const isProseUnderHeading = (clause: Clause, lead: string): boolean =>
  !cues.OPENS_LIST.test(lead) && clause.visible.endsWith(".") && clause.key.split(" ").length >= PROSE_WORDS_MIN;

const PROSE_WORDS_MIN = 8;

/** What a bare item takes from a lead-in or heading. */
function fromLead(lead: string, clause: Clause, kind: DocumentKind): Norm {
  if (cues.EXEMPTION_LEAD.test(lead))
    return cues.USER_RIGHT.test(lead)
      ? norm("user-burden", 0.45, "limits-of-right")
      : norm("use-exemption", 0.5, "exemption-list");
  if (cues.LIABILITY.test(lead))
    return norm("user-burden", isProseUnderHeading(clause, lead) ? 0.2 : 0.6, "liability-list");
  if (cues.USER_RIGHT.test(lead)) return norm("user-right", 0.6, "rights-list");
  if (clause.modality === "prohibition" && clause.bearer === "user") return userBan(clause.text, kind);
  if (clause.modality === "prohibition" && clause.bearer === "lab" && cues.HAS_OWN_CUE.test(lead))
    return norm("lab-promise", 0.5, "promise-list");
  if (cues.OPENS_LIST.test(lead) && cues.PRESENT_PROMISE.test(lead)) return norm("lab-promise", 0.5, "promise-list");
  if (cues.DATA_PRACTICE.test(lead) || cues.RECIPIENTS_LEAD.test(lead))
    return norm("lab-power", isProseUnderHeading(clause, lead) ? 0.2 : 0.5, "practice-list");
  if (/\b(?:we|you)\b/i.test(lead) && cues.HAS_OWN_CUE.test(lead)) {
    if (clause.bearer === "lab")
      return clause.modality === "permission"
        ? norm("lab-power", 0.5, "power-list")
        : norm("lab-promise", 0.4, "duty-list");
    if (clause.bearer === "user" && clause.modality === "obligation") return userDuty(lead, kind);
  }
  return NONE;
}
