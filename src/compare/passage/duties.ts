import { NAME, normalKey } from "../../clauses/index.ts";
import { matters } from "./synonyms.ts";

/**
 * Rungs of the scale of obligation: 4 must, will, commit, and a practice stated in the present; between them and 3 should; 3 intend, aim, expect;
 * 2 may, could, consider; 1 recommend, encourage.
 */
export type Rung = 1 | 2 | 3 | 3.5 | 4;

/** A part of a sentence with one rung: "we will test it | and may share the results". */
export interface Duty {
  readonly text: string;
  /** null for a statement of fact, which obliges nobody. */
  readonly rung: Rung | null;
  /** Said by a word of the scale, not by the present tense alone. */
  readonly explicit: boolean;
  /** Only thought or valued: "we recognise that", "we believe that". */
  readonly attitude: boolean;
  readonly matters: ReadonlySet<string>;
}

const SUBJECT = String.raw`(?:[Ww]e|us|(?!(?:AI|ASL|CBRN|CCL|High|Critical|Medium|Low)\b)${NAME}|(?:[Tt]he|[Oo]ur|[Ii]ts|[Aa]) (?:[\w-]+ ){0,3}(?:company|board|trust|group|committee|officer|team|lead|ceo|executive|leadership|staff|management|delegate|organi[sz]ation))`;
const ADVERBS = String.raw`(?:(?:also|then|further|strongly|generally|therefore|now|currently|in turn|always|instead|continue to) ){0,2}`;
const DOES = String.raw`(?:will|shall|must|would|commits? to|are committed to|is committed to|plan to|intend to) ${ADVERBS}(?:be )?`;

/** Cues of the lower rungs; the first in the text counts, and a compound ("will aim to") before its parts. */
const CUES: readonly (readonly [Rung, RegExp])[] = [
  [
    3,
    new RegExp(
      String.raw`\b(?:${DOES})?(?:aim(?:s|ing)? (?:to|for|at)|seek(?:s|ing)? to|striv(?:e|es|ing)\b|endeavou?r(?:s|ing)?\b|try(?:ing)? to|tries to|(?:make|use) (?:(?:our|best|all|every|reasonable|commercially|good[- ]faith) ){1,3}efforts?|work(?:s|ing)? (?:to(?!gether)\b|towards?)|hop(?:e|es|ing)\b)`,
      "i",
    ),
  ],
  [
    3,
    /\b(?:intend(?:s|ed|ing)?\b|plan(?:s|ning|ned)? (?:to|on)\b|expect(?:s|ing)? (?:to|that|our)\b|(?:our|the|its) (?:intention|intent|goal|aim|hope|objective|ambition|plan|expectation|aspiration) (?:is|are|remains)\b\b|would like\b|anticipat(?:e|es|ing)\b|ought to\b|(?:is|are) (?:intended|expected|meant) to\b|aspire|\bprefers? (?:not )?to\b)/i,
  ],
  [
    2,
    new RegExp(
      String.raw`(?<!\b[Oo]nly )\b(?:${SUBJECT}) (?:(?:and|or) (?:the |our )?[\w-]+ )?${ADVERBS}(?:may|might|could|can)\b(?! (?:not|only|never|be)\b)(?! (?:also |then )?(?:approve|reject|reverse|decide|veto|overrule|overturn|require|demand|halt|stop|pause)\b)`,
    ),
  ],
  [
    2,
    new RegExp(
      String.raw`(?:\b(?:${DOES}|(?:is|are|be) )|${SUBJECT} ${ADVERBS}|^)(?:consider(?:s|ing)?\b(?! (?:that|it|this|them|whether the)\b)|explor(?:e|es|ing)\b|look(?:s|ing)? into\b|(?:evaluate|assess|determine|decide) whether (?:or not )?to\b|open to\b|contemplat)`,
    ),
  ],
  [
    2,
    /\b(?:violations?|breach(?:es)?|non-?compliance|misuse|failure) (?:may|might|could|can)\b|\b(?:may|might|could) (?:face|incur|receive)\b/i,
  ],
  [
    2,
    /\b(?:may|might|could) (?:also |then |instead )?be (?!(?:needed|required|caused|affected|associated|misused|stolen|harmed|exploited|bypassed|exceeded|crossed|reached|limited by|unintended|exposed|compromised|degraded|misaligned|deployed only|used only|underestimated|missed)\b)(?:\w{2,}ed|given|made|held|kept|drawn|set|taken|done|run|withheld|sought|met|shown|chosen)\b(?! (?:only|unless|until|before))/i,
  ],
  [
    1,
    new RegExp(
      String.raw`\b(?:[Ww]e|${NAME}) ${ADVERBS}(?:recommends?|encourages?|suggests?|urges?|advises?|invites?|welcomes?|calls? (?:on|for)|believes? (?:that )?(?:developers|others|labs|the industry))\b`,
    ),
  ],
  [
    1,
    /\b(?:(?:is|are|be) (?:strongly )?(?:asked to|encouraged|recommended|advised|advisable|invited|desirable|good practice)|recommended (?:that|practice)|will encourage|will recommend)\b/i,
  ],
];

/** What is only thought or valued: beside a promise little, beside a statement of fact nothing. */
const ATTITUDE =
  /\b(?:we|the company) (?:also |continue to )?(?:believe|think|feel|values?|recogni[sz]es?|acknowledges?|appreciates?|understands?|cares?)\b/i;

/** "Experts should test it": in a list of requirements nearly "must". A question opens with it, and a condition. */
const SHOULD = /\bshould(?! (?:not )?(?:a|an|the|we|any|it|such|these|this|evaluations?|models?)\b)/i;

const TOP =
  /\b(?:will|shall|must|commits?|committed|committing|commitment|required?|requires|requirement|has to|have to|needs? to|(?:may|can|could) (?:not|never|only)|cannot|(?:is|are) (?:obliged|obligated|bound|prohibited|forbidden)|undertakes?|pledges?|promises?|never)\b|'ll\b/i;

/** "If a model reaches this level, …": what opens a sentence and is not its main clause. */
const OPENING =
  /^(?:(?:and|but|however|in addition|additionally|further|also),? )?(?:if|when(?:ever)?|where|should|once|before|after|until|unless|in|upon|on|for|as|while|absent|at|to|by|given|prior|following|during|although|because)\b[^,]{0,240},\s*/i;
const BOUNDARY =
  /;\s{1,4}|,\s{1,4}(?:and|but|while|although)\s{1,4}(?=(?:we|it|they|the|our|all|any|its)\b)|,?\s{1,4}(?:and|but)\s{1,4}(?=(?:also\s{1,4})?(?:will|must|may|shall|can|could|might|should|intends?|aims?|plans?|expects?|commits?|(?:we|they|it)\s)\b)/i;
/** Parts that are read of one sentence; what follows stays with the last. */
const DUTIES_PER_SENTENCE_MAX = 20;

/** The duties of a sentence in order; at least one, and every word of the sentence is in one. */
export function splitDuties(sentence: string): Duty[] {
  const opening = OPENING.exec(sentence)?.[0] ?? "";
  const parts = joinConditions(sentence.slice(opening.length).split(BOUNDARY));
  let last: Reading = { rung: null, explicit: false, attitude: false };
  return parts.map((part, at) => {
    last = readRung(part) ?? last;
    const text = at === 0 ? opening + part : part;
    return { ...last, text, matters: matters(normalKey(text)) };
  });
}

/** "… if it crosses the threshold | and we find that …": the second part belongs to the condition. */
function joinConditions(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const open = last !== undefined && /\b(?:if|unless|when|where|once|until|that|which)\b[^,;]{0,200}$/i.test(last);
    if (last !== undefined && (open || joined.length >= DUTIES_PER_SENTENCE_MAX)) {
      joined[joined.length - 1] = `${last} and ${part}`;
    } else joined.push(part);
  }
  return joined;
}

/** Words after which a cue speaks of something else: "risks that may arise", "what we consider". */
const ASIDE = /(?<!, )\b(?:that|which|who|whether|if|what|where|when|how|unless|until|so that|because)\b[^,]{0,60}$/i;

type Reading = Pick<Duty, "rung" | "explicit" | "attitude">;

/** The rung of a part by its first cue; null where it has none. */
function readRung(part: string): Reading | null {
  const first = firstCue(part);
  const found = part.search(SHOULD);
  const should = ASIDE.test(part.slice(Math.max(0, found - ASIDE_LENGTH), found)) ? -1 : found;
  const top = part.search(TOP);
  const reading = (rung: Rung, explicit: boolean, attitude = false): Reading => ({ rung, explicit, attitude });
  if (top !== -1 && !(first && first.at <= top) && !(should !== -1 && should < top)) return reading(4, true);
  if (should !== -1 && !(first && first.at <= should)) return reading(3.5, true);
  if (first) return reading(first.rung, true);
  if (ATTITUDE.test(part)) return reading(2, false, true);
  return PRACTICE.test(part) || ACTS.test(part) ? reading(4, false) : null;
}

function firstCue(part: string): { readonly at: number; readonly rung: Rung } | null {
  let first: { at: number; rung: Rung } | null = null;
  for (const [rung, pattern] of CUES) {
    const at = part.search(pattern);
    if (at === -1 || ASIDE.test(part.slice(Math.max(0, at - ASIDE_LENGTH), at))) continue;
    if (first === null || at < first.at || (at === first.at && rung < first.rung)) first = { at, rung };
  }
  return first;
}

/** How far before a cue an aside may open, in characters. */
const ASIDE_LENGTH = 80;

/** "We test", "models are tested", "Test every model": a practice stated in the present. */
const PRACTICE =
  /\b(?:we|our|it)\b|\b(?:is|are|be|been) (?:\w{1,40}ly )?(?:\w{3,40}ed|given|made|held|kept|drawn|put|set|taken|done|run|told|built)\b|\b(?:includes?|covers?|requires?|contains?|appl(?:y|ies)|precedes?|follows?|assess(?:es)?|evaluates?|reviews?|approves?|decides?|oversees?|receives?|reports?|leads? to)\b|^(?:[A-Z][\w-]{1,40} ?){1,3}: |^(?:conduct|test|evaluate|assess|maintain|implement|share|publish|limit|ensure|document|monitor|report|halt|pause|stop)\b/i;
const ACTS = new RegExp(String.raw`(?:^|, )${SUBJECT}(?: \w+ly)? \w{2,}`);
