/**
 * What may be seen between two passages, as data: which side of the obligation it touches, how much it counts beside
 * the others, and what it is called in either direction. The code in the output is the name and the direction:
 * `cadence-weaker`. Weights are set by hand, from what matters most to a reader: consequence and modality before
 * wording. docs/methods/passages.md shows the table.
 */
export type Dimension = "modality" | "scope" | "threshold" | "actor" | "disclosure" | "consequence";

interface Reason {
  readonly dimension: Dimension;
  /** What it counts where it is seen in full, in the units of `RETAINED_MAX`. */
  readonly weight: number;
  readonly weaker: string;
  readonly stronger: string;
}

export const REASONS = {
  modality: {
    dimension: "modality",
    weight: 2.2,
    weaker: "lower on the scale of obligation",
    stronger: "higher on the scale of obligation",
  },
  priority: {
    dimension: "modality",
    weight: 1.6,
    weaker: "weighed where it came first",
    stronger: "comes first where it was weighed",
  },
  assurance: {
    dimension: "threshold",
    weight: 1.2,
    weaker: "less has to be shown or reached",
    stronger: "more has to be shown or reached",
  },
  action: {
    dimension: "consequence",
    weight: 2.2,
    weaker: "a milder consequence",
    stronger: "a graver consequence",
  },
  "action-named": {
    dimension: "consequence",
    weight: 0.9,
    weaker: "one of the consequences is gone",
    stronger: "a further consequence",
  },
  gate: {
    dimension: "consequence",
    weight: 0.75,
    weaker: "nothing has to come first any more",
    stronger: "something has to come first",
  },
  continuation: {
    dimension: "consequence",
    weight: 1.5,
    weaker: "going on is allowed",
    stronger: "going on is no longer allowed",
  },
  access: {
    dimension: "consequence",
    weight: 1.4,
    weaker: "open to more people",
    stronger: "open to fewer people",
  },
  power: {
    dimension: "consequence",
    weight: 1.6,
    weaker: "a power to depart from the rule",
    stronger: "a power to depart from the rule is gone or bounded",
  },
  exception: {
    dimension: "scope",
    weight: 1.5,
    weaker: "a new or wider exception",
    stronger: "an exception gone or narrowed",
  },
  competition: {
    dimension: "consequence",
    weight: 2,
    weaker: "depends on what other developers do",
    stronger: "no longer depends on what other developers do",
  },
  judgement: {
    dimension: "scope",
    weight: 1.2,
    weaker: "applies where the company judges so",
    stronger: "no longer left to the company's judgement",
  },
  withdrawn: {
    dimension: "scope",
    weight: 1.8,
    weaker: "says that something is given up or handled elsewhere",
    stronger: "no longer says that something is left out",
  },
  hedge: {
    dimension: "scope",
    weight: 1.1,
    weaker: "a hedge such as “where appropriate”",
    stronger: "a hedge is gone",
  },
  emphasis: {
    dimension: "scope",
    weight: 0.75,
    weaker: "a word that makes it firm is gone",
    stronger: "a word that makes it firm",
  },
  quantifier: {
    dimension: "scope",
    weight: 1.2,
    weaker: "“all” or “every” became fewer",
    stronger: "“some” or “key” became more",
  },
  member: {
    dimension: "scope",
    weight: 1.3,
    weaker: "a risk, stage or object dropped from a list",
    stronger: "a risk, stage or object added to a list",
  },
  timing: {
    dimension: "scope",
    weight: 1.4,
    weaker: "later than before",
    stronger: "earlier than before",
  },
  wording: {
    dimension: "scope",
    weight: 1.1,
    weaker: "an edit of a few words narrows it",
    stronger: "an edit of a few words widens it",
  },
  substance: {
    dimension: "scope",
    weight: 1.3,
    weaker: "part of what was said is gone",
    stronger: "more is said",
  },
  quantity: {
    dimension: "threshold",
    weight: 1.8,
    weaker: "a number moved so that less is owed",
    stronger: "a number moved so that more is owed",
  },
  cadence: {
    dimension: "threshold",
    weight: 1.4,
    weaker: "less often, or no longer said how often",
    stronger: "more often, or now said how often",
  },
  tier: {
    dimension: "threshold",
    weight: 1.7,
    weaker: "another level, at which less is owed",
    stronger: "another level, at which more is owed",
  },
  severity: {
    dimension: "threshold",
    weight: 1.1,
    weaker: "only graver harm counts",
    stronger: "lesser harm counts too",
  },
  helped: {
    dimension: "threshold",
    weight: 1.4,
    weaker: "counts only where abler people are helped",
    stronger: "counts where less able people are helped",
  },
  attacker: {
    dimension: "threshold",
    weight: 1.2,
    weaker: "need withstand weaker attackers only",
    stronger: "must withstand stronger attackers",
  },
  likelihood: {
    dimension: "threshold",
    weight: 1.1,
    weaker: "it must be surer before anything follows",
    stronger: "less sureness is needed before something follows",
  },
  "outside-actor": {
    dimension: "actor",
    weight: 1.5,
    weaker: "no outside or independent party any more",
    stronger: "an outside or independent party",
  },
  "high-body": {
    dimension: "actor",
    weight: 1.5,
    weaker: "the board or trust no longer takes part",
    stronger: "the board or trust takes part",
  },
  role: {
    dimension: "actor",
    weight: 0.8,
    weaker: "a named role is gone",
    stronger: "a named role",
  },
  decision: {
    dimension: "actor",
    weight: 1.2,
    weaker: "informs or advises where it approved",
    stronger: "approves where it advised or was informed",
  },
  joint: {
    dimension: "actor",
    weight: 1.4,
    weaker: "one may do what several had to do together",
    stronger: "several must do together what one could do",
  },
  publicity: {
    dimension: "disclosure",
    weight: 1.9,
    weaker: "fewer learn of it",
    stronger: "more learn of it",
  },
  recipient: {
    dimension: "disclosure",
    weight: 0.9,
    weaker: "someone is no longer told",
    stronger: "someone else is told",
  },
  detail: {
    dimension: "disclosure",
    weight: 1.1,
    weaker: "less of it is shown",
    stronger: "more of it is shown",
  },
} as const satisfies Record<string, Reason>;

export type ReasonName = keyof typeof REASONS;

/** One observation: +1 the obligation binds more, -1 less. */
export interface Signal {
  readonly reason: ReasonName;
  readonly direction: 1 | -1;
  /** How fully it is seen, above 0; 1 is the plain case. */
  readonly share: number;
}

/** A signal of the sign of `change`; none where it is 0. */
export function signal(reason: ReasonName, change: number, share = 1): Signal[] {
  return change === 0 ? [] : [{ reason, direction: change > 0 ? 1 : -1, share }];
}
