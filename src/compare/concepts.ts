import { stem } from "./terms.ts";

/**
 * Words that policies use for one matter, as data: a rewrite says "malicious cyber activity" for "malware". A clause
 * that names the matter in another word covers it in part (see CONCEPT_SHARE in coverage.ts).
 */
const CONCEPTS: readonly string[] = [
  "minor child children underage teen teenager youth csam kid",
  "malware virus cyber hack exploit ransomware spyware worm trojan",
  "harass bully intimidate threaten threat abuse stalk dox victimize humiliate",
  "violence violent kill injure harm attack physical hurt gore",
  "hate hateful discriminate discrimination dehumanize slur bigotry",
  "fraud scam deceive deceit deceptive mislead misleading defraud phish impersonate impersonation dishonest misrepresent",
  "sexual sexually sexualize porn pornography pornographic erotic nude nudity adult explicit intimate",
  "political politics campaign election vote voting voter lobby lobbying democratic democracy advocacy",
  "military warfare war army combat battlefield",
  "weapon explosive munition arms firearm",
  "suicide self-harm self-injury cutting eating",
  "biometric face facial fingerprint voiceprint recognition",
  "surveil surveillance spy monitor track tracking",
  "drug narcotic substance controlled",
  "illegal unlawful illicit criminal crime",
  "privacy personal private confidential sensitive identifiable",
  "train training improve develop finetune fine-tune",
  "share disclose disclosure transfer provide sell",
  "delete erase remove deletion erasure",
  "retain store keep retention storage preserve",
  "suspend terminate disable deactivate ban revoke",
  "notify notice inform notification announce",
  "disinformation misinformation fake false inauthentic astroturf",
  "medical health doctor diagnosis treatment",
  "legal attorney lawyer",
  "credit employment housing education insurance eligibility welfare",
  "migration asylum immigration border refugee",
  "gamble gambling betting casino lottery payday loan lending",
  "copyright intellectual trademark infringe infringement property",
  "spam unsolicited bulk",
  "terrorism terrorist extremism extremist",
  "jailbreak circumvent bypass safeguard mitigation evade",
  "automate automated automation automatic bot",
];

const conceptOf = new Map<string, number>();
CONCEPTS.forEach((words, concept) => {
  for (const word of words.split(" ")) conceptOf.set(stem(word), concept);
});

/**
 * Matters that border on each other, each named by one of its words: a rule on one reaches a small part of the other,
 * as a ban on weapons does of one on military use.
 */
const KIN: readonly string[] = [
  "military weapon violence",
  "biometric surveil privacy",
  "political disinformation",
  "minor sexual",
  "suicide violence",
  "fraud spam",
  "malware jailbreak",
  "credit legal medical",
];

const kinOf = new Map<number, Set<number>>();
for (const words of KIN) {
  const matters = words.split(" ").map((word) => conceptOf.get(stem(word)) as number);
  for (const matter of matters) {
    const kin = kinOf.get(matter) ?? new Set();
    for (const other of matters) if (other !== matter) kin.add(other);
    kinOf.set(matter, kin);
  }
}

/** The matters that border on the one of a stem. */
export function kinOfStem(term: string): Iterable<number> {
  const matter = conceptOf.get(term);
  return (matter === undefined ? undefined : kinOf.get(matter)) ?? [];
}

/** The matter that a stem belongs to; undefined for a word of no list. */
export const conceptOfStem = (term: string): number | undefined => conceptOf.get(term);
