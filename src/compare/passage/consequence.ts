import { ACCESS, ACTION_DENIED, ACTIONS, levelOf, type Step } from "./ladders.ts";
import type { Passage } from "./passage.ts";
import { type Signal, signal } from "./reasons.ts";

/** From this level on a consequence holds the company back: restricting, stopping, deleting. */
const HOLDS_BACK = 3;

/** What is done where a threshold is crossed or a requirement not met. */
export function readConsequence(old: Passage, neu: Passage): Signal[] {
  const [before, after] = [actionsOf(old), actionsOf(neu)];
  const top = (steps: readonly Step[]): number => Math.max(0, ...steps.map(({ level }) => level));
  const [oldTop, newTop] = [top(before), top(after)];
  const signals: Signal[] = [];
  const sameGate = oldTop > newTop ? waitsFor(old, neu) : waitsFor(neu, old);
  if (!sameGate && oldTop !== newTop && Math.max(oldTop, newTop) >= HOLDS_BACK) {
    signals.push(
      ...signal(
        "action",
        newTop - oldTop,
        Math.max(oldTop, newTop) === HOLDS_BACK ? 0.4 : Math.abs(newTop - oldTop) === 1 ? 0.6 : 1,
      ),
    );
  } else if (oldTop >= HOLDS_BACK) {
    const named = (steps: readonly Step[]): number => steps.filter(({ level }) => level >= HOLDS_BACK).length;
    signals.push(...signal("action-named", named(after) - named(before)));
  }
  // Who stops outright does more than who waits for something.
  const [stopped, waits] = [Math.max(oldTop, newTop) > HOLDS_BACK, readGate(old.visible, neu.visible)];
  if (!stopped) signals.push(...waits);
  const [oldAccess, newAccess] = [
    levelOf(old.visible.toLowerCase(), ACCESS),
    levelOf(neu.visible.toLowerCase(), ACCESS),
  ];
  if (oldAccess > 0 && newAccess > 0) signals.push(...signal("access", oldAccess - newAccess));
  signals.push(...signal("continuation", Number(CONTINUES.test(old.visible)) - Number(CONTINUES.test(neu.visible))));
  return signals;
}

/** "Not deployed until certified" and "certified before it is deployed" say the same. */
function waitsFor(stops: Passage, other: Passage): boolean {
  return GATE.test(stops.visible) && GATE.test(other.visible) && GATED.test(stops.visible) && GATED.test(other.visible);
}

const GATED = /\b(?:deploy|releas|launch|train|us(?:e|ed|ing)\b|proceed|access|develop)/i;

/** Training or deployment that goes on although something is amiss. */
const CONTINUES =
  /\b(?:may|can|could|might|are free to|is free to|be able to|allow(?:s|ed|ing)? (?:us )?to) (?:still |nevertheless |also )?(?:continue|proceed|go ahead|carry on)\b/i;

function actionsOf({ sentences }: Passage): Step[] {
  const found = ACTIONS.filter(({ pattern }) =>
    sentences.some((sentence) => {
      const text = sentence.toLowerCase();
      const at = text.search(pattern);
      return at !== -1 && !ACTION_DENIED.test(text.slice(Math.max(0, at - 60), at));
    }),
  );
  // "stop" alone only where no object was read.
  const specific = found.some(({ name }) => name.startsWith("stop-"));
  return found.filter(({ name }) => !(specific && name === "stop"));
}

/** What has to come first: "before", "until", "only if", "requires". */
const GATE =
  /\b(?:before|prior to|in advance of|ahead of|until|unless and until|only (?:\w+ ){0,5}(?:can|may)\b|once (?:every|all|the|it|they|its|we|a)\b|only (?:\w+ ){0,4}(?:if|once|when|after|where|with|by|in|models|those)|(?:if|once|when|after|where) and only|not (?:\w+ ){0,6}unless|pre-?(?:deployment|release|launch)|prerequisite|precondition|condition(?:al)? (?:for|of|on|upon)|(?:is|are) (?:required|necessary|needed)|required (?:before|for|to)|requires\b|we require\b|must (?:first|have|be in place)|subject to (?:\w+ ){0,4}approv\w+|approv(?:es|al)\b|must (?:\w+ ){0,2}approve|sign-?off)/i;

function readGate(old: string, neu: string): Signal[] {
  const [before, after] = [GATE.test(old), GATE.test(neu)];
  return before === after ? [] : signal("gate", Number(after) - Number(before));
}
