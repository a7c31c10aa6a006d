/**
 * Ladders of safety frameworks as data: what a passage does at most, tells at most, asks at most. Each rung is a
 * pattern over the lower-case text; a reader takes the highest rung that both passages name and compares.
 */
export interface Step {
  readonly level: number;
  readonly name: string;
  readonly pattern: RegExp;
}

/** Consequences, from deleting the weights down to taking note. */
export const ACTIONS: readonly Step[] = [
  {
    level: 4,
    name: "delete",
    pattern: /\b(?:delet|destroy|eras)(?:e|es|ed|ing|ion)\b[^.;]{0,40}\b(?:weights?|model|copies|them|it)\b/,
  },
  {
    level: 4,
    name: "stop-training",
    pattern:
      /\b(?:paus|halt|stop|suspend|ceas|discontinu|interrupt|terminat)(?:e|es|ed|ing|s|ping|pping|pped)?\b[^.;]{0,40}\b(?:train|development|scaling|work on)|\b(?:will not|won't|must not|may not|shall not|not|never|refrain from|no further|without|avoid) (?:be )?(?:train(?:ed|ing|s)?(?! (?:\w+ )?to\b)|scal(?:e|ed|ing)|develop(?:ed|ing)?)\b/,
  },
  {
    level: 4,
    name: "stop-deployment",
    pattern:
      /\b(?:paus|halt|stop|suspend|ceas|discontinu|withdraw|recall|revok|terminat)(?:e|es|ed|ing|s|ping|pping|pped)?\b[^.;]{0,40}\b(?:deploy|releas|launch|roll-?out|service|availab|use\b|access)|\b(?:will|must|may|shall|can|is|are)(?: not|not|n't| never)(?: be)? (?:deploy|releas|launch|proceed|made available|resume)(?:ed|e|d|s|ing)?\b|\b(?:cannot|refrain from|not) (?:be )?(?:deploy|releas|launch|proceed|resum)(?:ed|e|d|s|ing)?\b|\b(?:de-?deploy|un-?deploy|roll(?:ed|ing)? back|shut(?:ting)? down|withdraw|take[sn]? (?:it|the model|them) offline|pull(?:ed)? from)/,
  },
  {
    level: 4,
    name: "stop",
    pattern:
      /\b(?:paus|halt|stop|suspend|ceas)(?:e|es|ed|ing|s|ping|pping|pped)?\b|\bon hold\b|\b(?:training|development|work|deployment|release)\b[^.;,]{0,30}\b(?:is|are|be) (?:\w+ly )?(?:interrupted|halted|paused)\b|\bclos(?:e|es|ed|ing) (?:a|the|down) (?:product|service)|\b(?:goes?|going|taken|proceeds?) no further\b|\bnot go (?:ahead|further)\b|\b(?:frozen|freez(?:e|es|ing)|moratorium|quarantin\w+|switched off)\b|\b(?:is|are|be) (?:ruled out|off the table|barred|prohibited|forbidden|not (?:permitted|allowed))\b|\b(?:not|never) (?:be )?(?:used|accessed|scaled)\b/,
  },
  {
    level: 3,
    name: "restrict",
    pattern:
      /\b(?:launch|deployment|release|training|model)s? (?:is|are|will be|must be|has to be|have to be) (?:postponed|delayed|held back|restricted|blocked)\b|\b(?:restrict|limit|curtail|lock(?:ing)? down|delay|postpone|hold back|withhold)(?:s|ed|e|es|ing|ting)?\b[^.;]{0,40}\b(?:access|deploy|releas|use|model|launch|training|weights|functionalit|capabilit)|\baccess\b[^.;]{0,40}\b(?:restricted|limited)\b|\b(?:accessible|available) only to\b/,
  },
  {
    level: 3,
    name: "sanction",
    pattern:
      /\b(?:dismiss(?:ed|al)|reported? to the (?:police|prosecutor)|banned|los(?:e|es|ing) access|fined|prosecut\w+)\b/,
  },
  {
    level: 2,
    name: "mitigate",
    pattern:
      /\b(?:mitigat|remediat|safeguard|protective measure|corrective|correct the|fix|address|reduce|strengthen|protections?)\w{0,5}\b/,
  },
  {
    level: 1,
    name: "review",
    pattern:
      /\b(?:review|re-?assess|discuss|escalat|investigat|monitor|look into|re-?evaluat|re-?visit|inform|weigh|take into account|consider|analy[sz])\w{0,5}\b/,
  },
];

/** Words that take back what a consequence says: "without pausing", "need not pause". */
export const ACTION_DENIED =
  /\b(?:without|rather than|instead of|need not|not (?:required|obliged|necessarily)(?: to)?|no (?:need|obligation) to|avoid|except) (?:\w+ ){0,2}$|\b(?:evade|resist|escape|ability to) (?:\w+ ){0,2}$/;

/** Who learns of it: everybody, somebody outside, nobody outside. */
export const PUBLICITY: readonly Step[] = [
  {
    level: 3,
    name: "public",
    pattern:
      /\b(?:publish\w*|publication|publicly|(?:make|made|making) (?:\w+ ){0,6}public|(?:to|with|inform|notify|tell) the (?:general )?public\b|public (?:\w+ ){0,2}(?:report|record|statement|summary|register|update|card|log|notice|disclosure|version|explanation|account)s?|(?:system|model) cards?|on (?:our|its|the \w+) (?:web ?)?(?:site|page|blog)\b|\bin public\b|\bonline\b|available to (?:the public|everyone|anyone|all)\b|open(?:ly)? (?:available|release)|transparency report)/,
  },
  {
    level: 2,
    name: "outside",
    pattern:
      /\b(?:shar|notif|report|inform|disclos|provid|brief|submit|tell|alert|communicat|send|give|suppl|consult)\w{0,6}\b[^.;]{0,90}\b(?:governments?|authorit(?:y|ies)|regulators?|(?:safety|security) institutes?|agenc(?:y|ies)|third[- ]part(?:y|ies)|external|outside|other (?:\w+ )?(?:developers|labs|companies)|industry|partners|customers|users|researchers|peers|public|auditors?|forum)\b/,
  },
  {
    level: 1,
    name: "inside",
    pattern:
      /\b(?:shar|report|inform|brief|distribut|circulat|disclos|communicat|notif|record|document)\w{0,6}\b[^.;]{0,60}\b(?:internal(?:ly)?|staff|employees|board|leadership|management|trust|log|committee|ceo)\b|\b(?:read by|open to|seen by|accessible to|available to) (?:\w+ ){0,2}(?:employees?|staff)\b|\binternal(?:ly)? (?:\w+ ){0,2}(?:report|record|log|summary|shared|document)/,
  },
];

/** Who is told, by kind. */
export const RECIPIENTS: Readonly<Record<string, RegExp>> = {
  public: /\bpublic(?:ly)?\b|\bpubli(?:sh|cation)|\b(?:model|system) cards?\b|\bweb ?site\b/,
  government: /\bgovernments?\b|\bauthorit(?:y|ies)\b|\bregulators?\b|\binstitutes?\b|\bagenc(?:y|ies)\b/,
  industry: /\bother (?:\w+ ){0,2}(?:developers|labs|companies|providers)\b|\bindustry\b|\bpeers\b/,
  researchers: /\bresearchers\b|\bacademi|\bresearch community\b/,
  board: /\bboard\b|\btrust\b|\bdirectors\b/,
  staff: /\bstaff\b|\bemployees\b|\bpersonnel\b/,
};

/** What shows more, and what shows less. */
export const DETAIL_MORE =
  /\b(?:in full|full(?: \w+)? (?:reports?|results|versions?|details?|text)|(?:a|the) full\b|complete|detailed|in detail|unredacted|methodolog\w+|methods|raw|underlying data|evidence|comprehensive|all (?:results|findings))\b/g;
export const DETAIL_LESS =
  /\b(?:summar(?:y|ies|i[sz]e\w*)|high-level|overview|key (?:findings|results|information|points)|redact\w*|withh(?:old|eld)\w*|omit\w*|confidential(?:ity)?|commercially sensitive|sensitive (?:information|details)|selected (?:results|findings|information)|in (?:general|broad|aggregate) (?:terms|form))\b/g;

/** What is to be shown or reached by a safeguard: ruled out, shown, reduced. */
export const ASSURANCE: readonly Step[] = [
  {
    level: 3,
    name: "rule-out",
    pattern:
      /\b(?:rule[sd]? out|ruling out|eliminat\w+|prevent(?:s|ed|ing)?|fully (?:mitigat|address)\w*|no (?:meaningful|significant|material|residual|additional) (?:risk|uplift)|impossible|beyond (?:reasonable )?doubt)\b/,
  },
  {
    level: 2,
    name: "show",
    pattern:
      /\b(?:demonstrat\w+|show(?:s|n|ing)?|prove[sn]?|verif(?:y|ies|ied|ication)|affirmative case|fail(?:s|ed)? to (?:elicit|find|obtain|break)|cannot be (?:broken|defeated|bypassed)|confirm(?:s|ed|ing)?|ensur(?:e|es|ed|ing)|guarantee[sd]?|establish(?:es|ed)? that)\b/,
  },
  {
    level: 1,
    name: "reduce",
    pattern:
      /\b(?:(?:sufficiently |adequately |appropriately |reasonably |meaningfully )?(?:reduc|minimi[sz]|lower)(?:e|es|ed|ing|s)?\b|manage[sd]?|believe[sd]?|judge[sd]?|reasonabl[ey] (?:confiden|assur|satisf)\w+|confident|help (?:to )?(?:ensure|prevent|reduce|mitigate)|support(?:s|ed)?|acceptable level|sufficiently|(?:highly )?unlikely|commensurate|as (?:low|far) as (?:reasonably )?(?:practicable|possible))/,
  },
];

/** What a body does in a decision. */
export const DECISIONS: readonly Step[] = [
  {
    level: 4,
    name: "approve",
    pattern:
      /\b(?:approv\w+|authori[sz]\w+|sign(?:s|ed)?[- ]off|veto\w*|consent\w*|permission|decid(?:e|es|ed|ing)|final (?:say|decisions?|authority)|(?:make|makes|making|take|takes|taking) (?:\w+ )?decisions?|overturn\w*|overrule|(?:can|may|to|will|could) block|blocks?\b|override by)\b/,
  },
  {
    level: 3,
    name: "oversee",
    pattern: /\b(?:review(?:s|ed|ing)?|overs(?:ee|ees|een|ight)\w*|audit(?:s|ed|ing|ors?)?|judge[sd]?)\b/,
  },
  {
    level: 2,
    name: "advise",
    pattern: /\b(?:advis\w+|advice|consult\w*|recommend\w*|input|feedback|views? of|opinion)\b/,
  },
  {
    level: 1,
    name: "inform",
    pattern: /\b(?:inform(?:s|ed|ing)?|notif\w+|brief(?:s|ed|ing)?|told|report(?:s|ed|ing)? to|update[sd]?)\b/,
  },
];

/** Harm that counts: the more grave it must be, the less is covered. */
export const SEVERITIES: readonly Step[] = [
  {
    level: 3,
    name: "catastrophic",
    pattern:
      /\b(?:catastroph\w+|existential|mass[- ]casualty|extreme|(?:fully|entirely|completely) (?=automat|autonom|replac|independent))\b/,
  },
  { level: 2, name: "severe", pattern: /\b(?:severe(?:ly)?|serious(?:ly)?|grave(?:ly)?|major)\b/ },
  {
    level: 1,
    name: "significant",
    pattern:
      /\b(?:significant(?:ly)?|substantial(?:ly)?|material(?:ly)?|meaningful(?:ly)?|considerabl[ey]|notabl[ey]|heightened|moderate|decisive|appreciable|credible|non-trivial)\b/,
  },
];

const HELP = String.raw`\b(?:lets?|letting|enabl\w+|help\w*|allow\w*|assist\w*|uplift\w* (?:to|for)|giv\w+|useful to)(?: \w+){0,3} `;
const helped = (people: string): RegExp => new RegExp(`${HELP}(?:${people})`);

/** Whom a model helps to do harm: from the untrained to states. */
export const HELPED: readonly Step[] = [
  { level: 4, name: "states", pattern: helped("states?|state programmes?|state programs?|nation-states?") },
  { level: 3, name: "experts", pattern: helped("experts?|specialists?|phds?|professionals?") },
  {
    level: 1,
    name: "novices",
    pattern: helped(
      "novices?|laypeople|laypersons?|non-experts?|anyone|amateurs?|undergraduates?|(?:persons?|people|individuals?|someone) (?:without|with no|with basic|with limited)",
    ),
  },
];

/** How able a person a model must match. */
const WORK = String.raw`\b(?:work|tasks?|jobs?|performance|output|level|abilit(?:y|ies)|capabilit(?:y|ies)) (?:done by|of|at the level of)(?: \w+){0,3} `;
export const MATCHED: readonly Step[] = [
  { level: 3, name: "best", pattern: new RegExp(`${WORK}(?:best|top|leading|world-class|senior|expert|elite)`) },
  {
    level: 2,
    name: "skilled",
    pattern: new RegExp(`${WORK}(?:skilled|experienced|mid-level|professional|average|typical)`),
  },
  { level: 1, name: "junior", pattern: new RegExp(`${WORK}(?:junior|entry-level|novice|intern|beginner|student)`) },
];

/** Who gets at it: everybody, or few. */
export const ACCESS: readonly Step[] = [
  {
    level: 1,
    name: "few",
    pattern:
      /\b(?:(?:only|exclusively|solely) to\b|(?:vetted|trusted|approved|selected|verified) (?:\w+ )?(?:institutions?|users?|partners?|customers?|parties|researchers|testers|individuals)|limited (?:release|access|availability))/,
  },
  {
    level: 2,
    name: "all",
    pattern:
      /\b(?:generally available|general availability|open(?:ly)? (?:weights?|source|available)|available to (?:everyone|anyone|all|the public)|publicly available|without restriction)\b/,
  },
];

/** What safety is to the rest. */
export const PRIORITIES: readonly Step[] = [
  {
    level: 2,
    name: "first",
    pattern:
      /\b(?:takes? (?:precedence|priority)|priority over|precedence over|comes? first|paramount|gives? way to|overrid(?:e|es|ing)|prevails?|(?:no|not|cannot|never)\b[^.;]{0,60}\b(?:set aside|overridden|override|waived?)|first priority|top priority)\b/,
  },
  {
    level: 1,
    name: "weighed",
    pattern:
      /\b(?:(?:important|key|relevant|one|major) (?:consideration|factor)s?|(?:is|are) (?:a|one) (?:consideration|factor)|balanc(?:e|es|ed|ing)|weigh(?:s|ed|ing)?|take[sn]? (?:\w+ ){0,8}into (?:account|consideration)|alongside)\b/,
  },
];

/** Whom a safeguard withstands. */
export const ATTACKERS: readonly Step[] = [
  {
    level: 3,
    name: "states",
    pattern: /(?<!non-)\b(?:state[- ](?:sponsored|level|backed|actors?)|nation[- ]states?|states\b)/,
  },
  {
    level: 2,
    name: "groups",
    pattern:
      /\b(?:organi[sz]ed (?:crime|cyber\w*|groups?)|(?:determined|persistent|skilled|expert|adaptive|motivated) (?:attack\w*|adversar\w*|actors?)|terrorist|espionage|well-resourced|sophisticated)/,
  },
  {
    level: 1,
    name: "others",
    pattern:
      /\b(?:hacktivists?|opportunistic|unsophisticated|low-resource\w*|basic|casual|hobbyists?) ?(?:attack\w*|actors?|hackers?|misuse|individuals)?\b/,
  },
];

/** How sure it must be that something is so before anything follows. */
export const SURE =
  /\b(?:(?:clear|strong|conclusive|compelling|definitive) (?:evidence|indications?|signs?)|(?:is|are) (?:highly |very )?likely|repeated(?:ly)?|reliabl[ey]|consistently|(?:has|have) been (?:shown|demonstrated))\b/;
export const UNSURE =
  /\b(?:as soon as|even (?:one|once)|a single|is enough|any (?:indications?|evidence|signs?|reason)|could|might|possib(?:le|ly|ility)|plausibl[ey]|(?:cannot|can not|unable to) (?:be )?rul(?:e|ed) out)\b/;

/** The names of the steps that a text takes. */
export function stepsIn(text: string, ladder: readonly Step[]): Step[] {
  return ladder.filter(({ pattern }) => pattern.test(text));
}

/** The highest level of a text on a ladder; 0 where it takes no step. */
export function levelOf(text: string, ladder: readonly Step[]): number {
  return Math.max(0, ...stepsIn(text, ladder).map(({ level }) => level));
}
