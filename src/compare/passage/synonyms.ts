import { contentTerms, stem } from "../terms.ts";

/**
 * Words that safety frameworks use for one thing, as data: a rewording that swaps them binds nobody differently. Words
 * whose exchange moves an obligation (publish, share; board, officer) are in the lists of the readers, not here.
 */
const SAME: readonly string[] = [
  "evaluate evaluation evaluating assess assessment assessing test testing tests examine appraise measure",
  "model models system systems",
  "safeguard safeguards mitigation mitigations mitigate measures protection protections protect control controls protective defend",
  "threshold thresholds level levels tier tiers",
  "implement implementing implemented place adopt apply introduce establish maintain keep operate run have has",
  "pause pausing halt stop suspend cease",
  "deploy deployment deploying release launch releasing",
  "staff employee employees personnel worker",
  "concern concerns report reporting complaint flag raise",
  "compliance comply adhere adherence noncompliance non-compliance breach breaches",
  "framework policy document commitments standard",
  "annually annual yearly year years twelve",
  "circumvent bypass jailbreak evade",
  "publish published publication public publicly disclose transparency",
  "approve approval approves sign-off authorize authorization consent",
  "review reviews reviewed reassess revisit",
  "severe serious grave",
  "reach reached reaches cross crossed crosses pass passed exceed exceeds surpass meet",
  "immediately promptly delay prompt quickly swiftly",
  "ensure guarantee make sure",
  "danger dangerous hazardous harmful risky",
  "capability capabilities capable ability abilities able",
  "experts expert specialist specialists",
  "external outside independent third-party third party parties",
  "attacker attackers adversary adversaries actor actors",
  "decide decision determine determination conclude judge",
  "update updates change changes revise revision amend amendment modify",
  "recommend recommends propose proposes suggest",
  "group groups committee team",
  "identify identified detect spot find found discover learn",
  "theft steal stolen exfiltration exfiltrate",
  "train training trained",
  "cyber cybersecurity hacking cyberattack",
  "bio biological biology biosecurity",
  "demonstrate show prove",
  "describe describing set out explain detail",
  "notify inform tell notification alert",
  "government governments authority authorities regulator regulators",
  "major significant substantial material meaningful considerable important",
  "adequate sufficient appropriate suitable necessary required requisite acceptable",
  "require requires required requirement must need",
  "anonymously anonymous confidentially",
  "further additional more extra",
  "current today existing present",
  "developer developers lab labs company companies",
  "misuse abuse",
  "process mechanism channel procedure",
  "commit commits commitment intention intend aim plan expect will",
  "bound account take accounts consider assume assumption",
  "provide give gives supply equip",
  "frontier advanced cutting-edge",
  "weight weights",
  "incident incidents event events",
  "search seek look",
  "lead leadership senior management",
];

const canonical = new Map<string, string>();
for (const line of SAME) {
  const [first = "", ...others] = line.split(" ");
  for (const word of [first, ...others]) {
    const term = stem(word);
    if (!canonical.has(term)) canonical.set(term, stem(first));
  }
}

/** Words of the scale of obligation and of conditions: read elsewhere, they say nothing of the matter. */
const NOT_MATTER = new Set(
  "commit we us our if before until unless only once after prior every any where also such as within least one two".split(
    " ",
  ),
);

/** The matters that a normal form names, synonyms as one, repeats left out. */
export function matters(key: string): Set<string> {
  const found = new Set<string>();
  for (const term of contentTerms(key)) {
    const same = canonical.get(term) ?? term;
    if (!NOT_MATTER.has(same) && !/^\d/.test(same)) found.add(same);
  }
  return found;
}

/** Dice coefficient of two sets, 0..1; 0 where both are empty. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const total = a.size + b.size;
  return total === 0 ? 0 : (2 * a.intersection(b).size) / total;
}
