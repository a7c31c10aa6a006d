import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";
import { readSubstance } from "./substance.ts";
import { readWording } from "./wording.ts";

/** What is covered: hedges, exceptions, powers, members of lists, all or some, when. */
export function readScope(old: Passage, neu: Passage): Signal[] {
  const [before, after] = [split(old), split(neu)];
  const limits = [
    ...readHedges(before, after),
    ...readExceptions(before, after, old, neu),
    ...readPowers(old, neu),
    ...signal("withdrawn", Number(WITHDRAWN.test(old.visible)) - Number(WITHDRAWN.test(neu.visible))),
  ];
  return [
    ...limits,
    ...readMembers(before.rule, after.rule),
    ...readQuantifiers(before.rule, after.rule),
    ...readTiming(before.rule, after.rule),
    ...readWording(old, neu),
    ...readSubstance(old, neu).filter(({ direction }) => !limits.some((limit) => isLimit(limit, -direction))),
  ];
}

/** The text itself says that something is given up or handled elsewhere. */
const WITHDRAWN =
  /\b(?:no longer (?:\w+ )?(?:a|an|be|is|are|part|tracked|requires?|required|considers?|covers?|covered|appl\w+|includes?|included|need(?:ed)? to)\b|outside (?:of )?(?:this|the|our) (?:framework|policy|document)|(?:removed|dropped|deprecated|retired) (?:from|as)|not (?:part of|tracked|covered by)|(?:handled|addressed|covered|managed) (?:elsewhere|separately|through (?:our|other)|in other|by other|under other))\b/i;

/** More words that limit the rule are not more of the rule. */
const isLimit = ({ reason, direction }: Signal, sign: number): boolean => reason !== "emphasis" && direction === sign;

/** A passage with its exceptions apart: what narrows an exception strengthens the rule. */
interface Split {
  readonly rule: string;
  readonly exceptions: readonly string[];
}

const EXCEPTION =
  /\b(?:unless|(?<!\b(?:no|without|any|every|each|justify|allow|of) )except(?:ing|ions?)?(?: (?:for|that|as|when|where|in))?|other than|with the exception of|excluding|notwithstanding)\b[^;.\n]{0,300}|[^;.\n]{0,200}\b(?:out(?:side)? (?:of )?(?:the )?scope|(?:does|do) not (?:apply|extend|include|cover)|(?:is|are) (?:exempt(?:ed)?|excluded|not (?:covered|included|subject|required))|exempts?)\b[^;.\n]{0,200}/gi;
/** "No exceptions", "not deploy unless": a gate, not an exception. */
const NO_EXCEPTION =
  /\b(?:no|without|any|every|each) exceptions?\b|\bexception (?:is|must|requires|needs)|\bexceptions? (?:to|from) this/i;

function split({ visible }: Passage): Split {
  const text = visible.toLowerCase();
  const exceptions = (text.match(EXCEPTION) ?? []).filter((one) => !NO_EXCEPTION.test(one));
  let rule = text;
  for (const one of exceptions) rule = rule.replace(one, " ");
  return { rule, exceptions };
}

const HEDGES: Readonly<Record<string, RegExp>> = {
  "where-appropriate":
    /(?<!(?:often|frequently|much|long) )\b(?:where|when|as|if|wherever|whenever)(?: (?:it is|this is|deemed|considered|they are|we consider(?: it)?))? (?:appropriate|feasible|practicable|practical|possible|necessary|needed|warranted|relevant|applicable|available|reasonable|useful|permitted|resources permit|they can|we can|we are able|able|circumstances permit|time (?:allows|permits))\b/,
  extent:
    /\bto the (?:\w+ ){0,2}extent (?:\w+ ){0,3}(?:possible|practicable|feasible|reasonable|appropriate|that|we)\b|\bas far as (?:\w+ )?(?:possible|practicable)\b/,
  reasonable: /\b(?:reasonabl[ey]|commercially|best[- ]efforts?|proportionate(?:ly)?|commensurate|appropriately)\b/,
  generally:
    /\b(?:generally(?! available)|typically|usually|normally|ordinarily|in general|in most cases|by default|primarily|largely|mainly)\b/,
  voluntary:
    /\b(?:voluntar(?:y|ily)|aspirational|non-?binding|not (?:a )?(?:legally )?binding|exploratory|illustrative|on a best[- ]efforts? basis)\b/,
  "may-include":
    /\b(?:may|might|could|can) (?:also )?(?:include|involve|consist of|draw on)\b|\bdepending on\b|\bin line with (?:\w+ ){0,2}(?:practices?|standards?)\b/,
  resources:
    /\b(?:resources|time|schedule|priorities|circumstances|business|commercial) (?:permit|allow|constraints|needs|reasons|considerations)\w*/,
  relevant:
    /\b(?:case[- ]by[- ]case|some|certain|selected|key|a subset of|a sample of|representative|most capable|most advanced|limited (?:set|number) of)\b/,
};

function readHedges(before: Split, after: Split): Signal[] {
  let change = 0;
  for (const pattern of Object.values(HEDGES))
    change += Number(pattern.test(before.rule)) - Number(pattern.test(after.rule));
  const sure =
    /\b(?:at a minimum|at the very least|in all cases|under (?:no|any) circumstances|without exception|whether or not|no matter|whatever|whichever|of any kind|regardless|irrespective|immediately|promptly|without delay|at once|always|never|strict(?:ly)?|in writing|written (?:approval|consent|notice|reasons?|justification|records?|response))\b/g;
  // "Never but with approval" and "only with approval" are as firm.
  const only = /\bonly\b/.test(before.rule) || /\bonly\b/.test(after.rule);
  const name = (word: string): string => (INSTANTLY.test(word) ? "now" : ABSOLUTE.test(word) ? "absolute" : word);
  const count = (text: string): number =>
    new Set((text.match(sure) ?? []).map(name).filter((word) => !(only && word === "absolute"))).size;
  return [
    ...signal("hedge", change, Math.abs(change) > 1 ? 1.3 : 1),
    ...signal("emphasis", count(after.rule) - count(before.rule)),
  ];
}

const ABSOLUTE =
  /^(?:always|never|in all cases|under (?:no|any) circumstances|without exception|whether or not|no matter|whatever|whichever|of any kind|regardless|irrespective)$/;
const INSTANTLY = /^(?:immediately|promptly|without delay|at once)$/;

const COMPETITION =
  /\b(?:competit(?:or|ors|ive|ion)|(?:another|other|rival)s? (?:\w+ ){0,3}(?:developers?|labs?|compan(?:y|ies)|actors?|models?)(?: (?:\w+ ){0,3}(?:releas|deploy|has|have|reach|train|develop|pass|cross|ahead|without|do not|are not))|industry-wide|comparable (?:model|system)s?|marginal risk)/i;
const STANDS_FIRM =
  /\b(?:not|never|regardless|irrespective|no matter|cannot)\b[^,.;]{0,80}\b(?:competit|other (?:developers|labs|companies)|another)/i;
const JUDGEMENT =
  /\b(?:(?:if|where|when|unless|should|that|which|until|once) (?:we|the company|management|leadership|[\w-]+ (?:team|leadership)) (?:determine|judge|believe|conclude|consider|deem|decide|assess|are (?:satisfied|confident))\w*|in our (?:sole |reasonable |own |considered )?(?:judge?ment|discretion|assessment)|at (?:our|the company's|its) (?:sole )?discretion|we deem|(?:is|are|be) (?:considered|deemed) (?:appropriate|necessary))\b/i;

function readExceptions(before: Split, after: Split, old: Passage, neu: Passage): Signal[] {
  const signals: Signal[] = [];
  const competes = ({ sentences }: Passage): number =>
    Number(sentences.some((one) => COMPETITION.test(one) && !STANDS_FIRM.test(one) && DEPARTS.test(one)));
  const competition = competes(old) - competes(neu);
  signals.push(...signal("competition", competition));
  const judged = Number(JUDGEMENT.test(old.visible)) - Number(JUDGEMENT.test(neu.visible));
  signals.push(...signal("judgement", judged));
  const exempted = realExceptions(before, after).length - realExceptions(after, before).length;
  if (exempted !== 0 && competition === 0)
    signals.push(
      ...signal("exception", exempted, OVERSEEN.test([...before.exceptions, ...after.exceptions].join(" ")) ? 0.4 : 1),
    );
  else if (before.exceptions.length > 0)
    signals.push(...readInside(before.exceptions.join(" "), after.exceptions.join(" ")));
  return signals;
}

/** An exception that somebody has to grant. */
const OVERSEEN =
  /\b(?:board|trust|trustees|officer|committee|council|approv\w+|consent\w*|confirm\w*|authori[sz]\w+)\b/;

/** What is done because of others is a departure, not a study of the market. */
const DEPARTS =
  /\b(?:unless|except|may|might|could|adjust|lower|relax|reduce|if|where|when|loosen|reconsider|marginal)\b/i;

/** "not … unless X" says what "only once X" says: no exception where the other passage has a gate. */
const GATE_WORDS = /\b(?:only|before|prior to|until|unless|once|requires?|required|subject to|condition\w*|must)\b/;

function realExceptions(here: Split, there: Split): readonly string[] {
  return here.exceptions.filter(
    (one) =>
      !(
        /^unless\b/.test(one) &&
        GATE_WORDS.test(there.rule) &&
        there.exceptions.length === 0 &&
        /\bnot\b|\bno\b/.test(here.rule) &&
        !/\bnot\b|\bno\b/.test(there.rule)
      ),
  );
}

const NARROWS =
  /\b(?:only|approv\w+|consent|written|prior|board|trust|documented|temporar\w+|emergenc\w+|exceptional|rare|independent|extraordinary|and)\b/g;
const WIDENS = /\b(?:or|any|other|also|additionally|broadly|generally|appropriate|commercial|business)\b/g;

/** What an exception that stays is bound by. */
function readInside(before: string, after: string): Signal[] {
  const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;
  const narrower = count(after, NARROWS) - count(before, NARROWS) - (count(after, WIDENS) - count(before, WIDENS));
  return signal("exception", narrower, 0.8);
}

const POWER =
  /\b(?:may|can|could|might|reserves? the right to|(?:is|are) free to|(?:has|have) (?:the )?discretion to)(?: \w+){0,2}? (?:be )?(?:adjust|lower|relax|reduc|waiv|overrid|modif|amend|depart|deviat|proceed|continu|deploy|releas|redact|withh|delay|defer|postpone|exempt|skip|omit|declin|resum|shorten|suspend (?:these|the|this|any) (?:require|commit))/i;
const BOUNDED = /\b(?:only|not|never|before|until|unless|must|cannot|provided that|no more than)\b/i;

/** Powers to depart from the rule; one that is bounded counts less. */
function readPowers(old: Passage, neu: Passage): Signal[] {
  const level = ({ sentences }: Passage): number =>
    Math.max(
      0,
      ...sentences.map((one) =>
        POWER.test(one) &&
        !/^only\b|\bonly (?:\w+ ){0,8}(?:may|can|could)\b|\b(?:may|can|could)\b(?: \w+){0,4} only (?:if|once|when|after)\b/i.test(
          one,
        )
          ? BOUNDED.test(one)
            ? 1
            : 2
          : 0,
      ),
    );
  const [before, after] = [level(old), level(neu)];
  return signal("power", before - after, Math.abs(before - after) === 1 && Math.min(before, after) === 0 ? 0.4 : 1);
}

/** Lists that such frameworks enumerate: a family, and the patterns of its members. */
const FAMILIES: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  risk: {
    cyber: /\bcyber|\bhacking\b/,
    biological: /\bbio|\bcbrn\b/,
    chemical: /\bchemical\b|\bcbrn\b/,
    nuclear: /\bnuclear\b|\bcbrn\b/,
    radiological: /\bradiological\b|\bcbrn\b/,
    autonomy: /\bautonom|\bself-(?:replicat|exfiltrat|proliferat)|\breplicat/,
    persuasion: /\bpersua|\bmanipulat|\binfluence operations/,
    research: /\bai r&d\b|\bai research\b|\bself-improve|\bresearch and development\b|\bml r&d\b/,
    alignment: /\bdecepti|\bmisalign|\bscheming\b|\bsandbag|\binstrumental\b/,
    control: /\bloss of control\b|\bundermin\w+ (?:human )?(?:control|oversight)\b/,
    sabotage: /\bsabotag/,
  },
  stage: {
    training:
      /\b(?:during|in|throughout|before|prior to|further|of) (?:\w+ ){0,2}training\b|\bpre-?training\b|\bcheckpoint/,
    tuning: /\bfine-?tun|\bpost-?train/,
    inside: /\binternal(?:ly)? (?:deploy|use|release)|\binternal\b[^.]{0,20}\b(?:deploy|use)|\binside\b/,
    outside: /\bexternal(?:ly)? (?:deploy|use|release)|\boutside the company\b|\bpublic release\b/,
    after: /\b(?:post-deployment|after (?:deployment|release|launch)|in deployment|deployed models?)\b/,
  },
  people: {
    staff: /\b(?:employees|staff|personnel)\b/,
    contractors: /\b(?:contractors|vendors|suppliers)\b/,
    partners: /\b(?:partners|licensees|subsidiaries|affiliates|third part(?:y|ies))\b/,
    users: /\b(?:users|customers|visitors)\b/,
  },
  object: {
    weights: /\bweights\b/,
    code: /\b(?:source code|algorithm|training data|hyperparameter|secrets)\b/,
    insiders: /\binsiders?\b/,
    states: /(?<!non-)\bstate[- ](?:sponsored|level|actor)|\bnation[- ]state/,
    unguarded: /\bwithout (?:\w+ )?(?:safeguards|mitigations|refusals)|\bhelpful-only|\bpre-mitigation\b|\bunsafe/,
  },
};

function readMembers(before: string, after: string): Signal[] {
  let change = 0;
  for (const [family, members] of Object.entries(FAMILIES)) {
    const named = (text: string): Set<string> =>
      new Set(Object.entries(members).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : [])));
    const [from, to] = [named(before), named(after)];
    // A passage that never enumerates covers all; naming none is no loss of one.
    if (from.size === 0 || to.size === 0) continue;
    const moved = to.difference(from).size - from.difference(to).size;
    change += family === "risk" ? moved : Math.sign(moved);
  }
  return signal("member", change, Math.min(1.4, 0.8 + 0.2 * Math.abs(change)));
}

const ALL = /\b(?:all|(?:every|each)(?! (?:\w+ )?(?:day|week|month|quarter|year|hour)s?\b)|any)\b/g;
const FEW =
  /\b(?:some|key|selected|certain|most|a subset|sample|representative|primarily|limited to|confined to|restrict(?:s|ed)?(?: \w+)? to|particular|specific|major|priority|leading)\b/g;

function readQuantifiers(before: string, after: string): Signal[] {
  const has = (text: string, pattern: RegExp): number => Number(text.search(new RegExp(pattern.source)) !== -1);
  const all = has(after, ALL) - has(before, ALL);
  const few = has(before, FEW) - has(after, FEW);
  if (all !== 0 && all === few) return signal("quantifier", all);
  if (few !== 0) return signal("quantifier", few, 0.6);
  return signal("quantifier", all, 0.5);
}

const EARLY = /\b(?:before|prior to|in advance of|ahead of|pre-?deployment|pre-?release)\b/;
const LATE =
  /\b(?:after|following|post-?deployment|subsequent to|once (?:it is |they are )?(?:deployed|released)|periodically|in due course|when ready|over time)\b/;

function readTiming(before: string, after: string): Signal[] {
  const early = Number(EARLY.test(after)) - Number(EARLY.test(before));
  const late = Number(LATE.test(before)) - Number(LATE.test(after));
  return early !== 0 && early === late ? signal("timing", early) : [];
}
