import { DECISIONS, levelOf } from "./ladders.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";
import { diffWords } from "../word-diff.ts";

const OUTSIDE =
  /\b(?:independent(?:ly)?\b(?! (?:of|from) (?:human|any))|external firms?\b|from (?:outside|another (?:organi[sz]ation|company|team))\b|(?<!(?:deploy|release|use|deployed|released|used|available) )external(?:ly)?\b(?! (?:deploy|release|use|launch))|(?:experts?|specialists?|people) (?:\w+ ){0,4}outside\b|outsiders?\b|outside (?:\w+ ){0,2}(?:firms?|compan(?:y|ies)|organi[sz]ations?|labs?|members?|experts?|evaluators?|specialists?|part(?:y|ies)|reviewers?|testers?|auditors?|review|audit|bod(?:y|ies)|counsel)\b|third[- ]part(?:y|ies)|(?:safety|security) institutes?|auditors?\b|academics?\b|peer review)/i;
const HIGH =
  /\b(?:boards?\b|(?:public|long-term|benefit|oversight)\b[\w -]{0,24}\btrust\b|the trust\b|directors\b|trustees\b|ltbt\b)/i;
/** Attackers and recipients are no overseers. */
const NO_OVERSEER = /\b(?:steal|theft|attack|adversar|malicious|threat actors?|misuse by|harm\w*|damage|exfiltrat)/i;

const ROLES: readonly RegExp[] = [
  /\b(?:ceo|chief executive)\b/i,
  /\b(?:responsible \w+ officer|responsible officer|safety officer|compliance officer|rso\b|chief (?:\w+ ){0,2}officer\b(?! and)|designated officer|head of \w+)/i,
  /\b(?:(?:safety|advisory|oversight|risk|governance|review|ethics|preparedness) (?:\w+ )?(?:group|committee|council|panel)|(?:a|the) (?:committee|council|panel) of\b|sag\b|safety board)/i,
];

/** Who does it, who decides, who looks on. */
export function readActor(old: Passage, neu: Passage): Signal[] {
  const seen = (passage: Passage, pattern: RegExp): number =>
    Number(passage.sentences.some((sentence) => pattern.test(sentence) && !NO_OVERSEER.test(sentence)));
  const outside = seen(neu, OUTSIDE) - seen(old, OUTSIDE);
  const high = highOf(neu) - highOf(old);
  const signals = [...signal("outside-actor", outside), ...signal("high-body", high, Math.abs(high))];
  const roles = ROLES.reduce((sum, pattern) => sum + seen(neu, pattern) - seen(old, pattern), 0);
  // An officer in place of the board is the board's loss, told above.
  if (high === 0 || Math.sign(roles) === Math.sign(high)) signals.push(...signal("role", roles));
  return [...signals, ...readDecision(old, neu), ...readJoint(old, neu)];
}

/** Told of it, and nothing else. */
const TOLD =
  /\b(?:tell|told|inform|notif|report|shar|brief|given)\w*\b(?![^.;]{0,200}\b(?:approv|consent|decid|consult|overs|overturn|recommend|review))/i;

/** Whether the board or a trust takes part (1), is told (0.5) or is not named (0). */
function highOf({ sentences }: Passage): number {
  const named = sentences.filter((sentence) => HIGH.test(sentence) && !NO_OVERSEER.test(sentence));
  return Math.max(0, ...named.map((sentence) => (TOLD.test(sentence) ? 0.5 : 1)));
}

const BODY = new RegExp(
  [OUTSIDE, HIGH, ...ROLES, /\b(?:leadership|management|officer)\b/i].map(({ source }) => source).join("|"),
  "i",
);

/** Approves → is informed, where both passages have somebody who looks on. */
function readDecision(old: Passage, neu: Passage): Signal[] {
  if (!BODY.test(old.visible) || !BODY.test(neu.visible)) return [];
  const level = ({ sentences }: Passage): number =>
    Math.max(0, ...sentences.filter((one) => BODY.test(one)).map((one) => levelOf(one.toLowerCase(), DECISIONS)));
  const [before, after] = [level(old), level(neu)];
  if (before === 0 || after === 0 || Math.max(before, after) < 4) return [];
  return signal("decision", after - before);
}

const JOINT =
  /\b(?:jointly|two[- ](?:party|person|people)|unanimous\w*|(?:must|will|shall|have to) both|both (?:must|approve|agree|sign|have)|(?:by|of) both|second team|second person)\b/i;

function readJoint(old: Passage, neu: Passage): Signal[] {
  if (!BODY.test(old.visible) || !BODY.test(neu.visible)) return [];
  const joint = Number(JOINT.test(neu.visible)) - Number(JOINT.test(old.visible));
  if (joint !== 0) return signal("joint", joint);
  for (const { removed, added, before, after } of diffWords(old.visible, neu.visible)) {
    const swap = `${removed.join(" ")}→${added.join(" ")}`;
    if (!BODY.test([...before, ...after].join(" "))) continue;
    if (swap === "and→or") return signal("joint", -1);
    if (swap === "or→and") return signal("joint", 1);
  }
  return [];
}
