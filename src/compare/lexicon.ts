import { NAME } from "../clauses/index.ts";
import type { DocumentKind } from "./classify.ts";

/**
 * The words that tell what kind of norm a clause is and what an edit does to it, as data. Each constant says
 * what it looks for; docs/methods/comparison.md shows examples and what they are known to miss.
 */

const LAB_VERB =
  "collect|receive|obtain|gather|use|share|disclose|process|store|retain|keep|combine|transfer|sell|access|record|monitor|track|analy[sz]e|infer";

export const DOCUMENT_KINDS: readonly (readonly [DocumentKind, RegExp])[] = [
  [
    "usage",
    /\b(?:usage polic|acceptable use|community (?:guidelines|standards|rules)|prohibited (?:use|content|conduct)|content polic|monetization (?:polic|standards)|advertising (?:polic|standards))/i,
  ],
  [
    "privacy",
    /\b(?:privacy (?:policy|notice|statement)|personal (?:data|information)|data process(?:ing|or)|cookies?\b|sub-?processors?)/i,
  ],
  [
    "terms",
    /\b(?:terms of (?:use|service)|terms and conditions|this agreement|governing law|limitation of liability|developer terms|service terms|user agreement)/i,
  ],
];

/** Navigation, cookie banners, dates, page furniture. */
export const FURNITURE =
  /^\W*(?:skip to|table of contents|contents$|menu$|home$|log ?in|sign (?:in|up)|back to|last (?:updated?|modified|revised|change[sd]?)|updated|effective(?: date)?:?|published|read more|learn more|see (?:also|more)|contact us$|©|copyright|all rights reserved|accept (?:all|cookies)|download|share this|related|previous versions?|was this (?:page|article)|subscribe|search$|english$|in short)/i;

/** Clauses that define, introduce or point elsewhere and bind nobody by themselves. */
export const STATES_NOTHING =
  /\b(?:(?:this|our|the) (?:\w+ ){0,2}(?:policy|notice|section|document|page|agreement) (?:describes|explains|applies to|sets out|outlines|covers|provides|is effective)|for more information|to learn more|(?:please )?(?:see|visit|refer to|read) (?:our|the|this|section)|find out more|is available (?:here|at|on)|as (?:described|set out|defined) (?:in|below)(?: the)? [\w ]*\.?$|welcome to|thank you for|our (?:mission|goal) is|^\W*(?:at [A-Z]\w+, )?we (?:believe|aim|strive|hope|want|care|understand|recognize|value)\b|we(?:'|’)ve (?:recently )?(?:updated|made|changed|rewritten)|examples? (?:of|include)|\bshall (?:mean|refer to)\b|[“"][^“”"]{1,60}[”"] (?:in this \w+ )?(?:means|refers to)\b|^(?:your |the )?use of .{1,80} (?:is|are) subject to\b|\bby (?:using|accessing|continuing)\b.{0,80}\byou (?:agree|accept|consent)(?: to)? (?:be bound|adhere|follow|comply|these|this|our|the)\b|\bif you do not agree\b.{0,60}\b(?:stop|do not|don['’]t|must not|cease|discontinue)\b)/i;

/** “Services”: means …, "Account" refers to …: gives a word its meaning. */
export const DEFINITION =
  /^[\W_]{0,20}[“"”][^“”"]{1,80}[“"”][\W_]{0,10}(?:(?:or|and) [“"”][^“”"]{1,80}[“"”][\W_]{0,10}){0,20}(?::|\s*(?:shall )?(?:means?|refers? to|includes?|has the meaning|is defined|is any|is a|are))/i;
/** A lead-in that only opens a list; what it says is in the items. */
export const OPENS_LIST = /[:：]["'”’)*_\s]*$/;
export const QUESTION = /\?["'”’)*_\s]*$/;

/** A clause whose own words carry a modality, so that nothing need be inherited. */
export const HAS_OWN_CUE =
  /\b(?:must|shall|will|may|can|cannot|can't|could|might|should|won't|don't|don’t|never|do not|does not|not allowed|prohibit\w*|forbid\w*|forbidden|banned|agree|reserve|required|responsible|entitled|have the right|has the right|acknowledge|grant|waive|represent|warrant|consent|allow|permit|remove|restrict|require|expect|we(?:'|’)ll|commit|promise)\b|^(?:do|don't|don’t|never|no|not|avoid|refrain|respect|be|use|ensure|make sure|disclose|obtain|comply)\b/i;

/** Begins with a bare verb that elsewhere would be a duty of users. */
export const IMPERATIVE = /^\W*(?:respect|be|use|ensure|make sure|disclose|obtain|comply|keep|require|notify)\b/i;

export const USER_RIGHT =
  /\b(?:you (?:(?:also|may|always|will|can) )*(?:have|retain|enjoy) (?:the|a|certain)? ?(?:\w+ )?(?:rights?|option|choice)|right to (?:access|object|withdraw|delet|erasure|rectif|portab|complain|lodge|appeal|opt|know|correct|restrict)|(?:you|users?|customers?) (?:can|may|could) (?:also |always |at any time )?(?:opt[- ]?out|object|appeal|withdraw|request|delete|disable|turn off|cancel|unsubscribe|ask us|choose)|(?:opt|opting)[- ]out of|exercise (?:any of )?(?:your|these|their|the) (?:\w+ )?rights?|if you think we(?:'|’)ve|let us know through|\b(?:either (?:of us|party)|you) (?:may|can) (?:go|bring|take|apply|turn|sue)\b.{0,40}\bcourts?\b|own (?:all|the|any) (?:output|assets|content))/i;

/** A right denied, or an option only named as a condition: "You will have no rights", "unless You opt-out". */
export const NO_RIGHT =
  /\b(?:have|has|having) no (?:\w+ ){0,4}rights?\b|\b(?:do(?:es)? not|don['’]t) (?:own|have (?:the|any|a) (?:\w+ )?right)|\bnot (?:be )?(?:entitled|eligible)\b/i;
export const OPTION_AS_CONDITION =
  /\b(?:unless|if|when|where|until|provided(?: that)?|do not|don['’]t|have not|haven['’]t|did not|in case)\b[^.;:]{0,60}?\bopt(?:s|ed)?[- ]?(?:out|in)\b(?: of)?/gi;

export const LIABILITY =
  /\b(?:(?:not|cannot|never|nor|neither)(?:,? (?:however|therefore|in any event|under any circumstances),?)?(?: be)?(?: held)? (?:liable|responsible|accountable)|in no event\b.{0,120}\bliable|liab(?:le|ility)\b.{0,80}(?:limit|exceed|exclu|cap)|no (?:liability|responsibility)|disclaim(?:s|ed|ing|ers? of)?\b|["“”'‘]as[- ]is\b|(?:provided|available|offered|licensed|services?) as[- ]is\b|indemnif|hold (?:\w+ )?harmless|arbitrat|class[- ]action|jury trial|waive|own risk|(?:sole|solely|full|fully) (?:\w+ )?responsib|no warrant|without warrant|aggregate liability|non-?refundable|no refund|injunctive relief|exclusive jurisdiction)/i;

/** "gives you the right to pursue binding arbitration": a way open to users, not the closing of the courts. */
/** "The business terms do not apply to …": protections that users are told not to count on. */
export const TERMS_NOT_APPLIED =
  /\b(?:terms|agreement|protections?|warrant(?:y|ies)|commitments?)\b.{0,60}\bdo(?:es)? not apply to\b/i;

/** A sentence of its own that takes something out of the ban before it. */
export const EXEMPTS =
  /^(?:unless\b|except(?:ions?)?\b|(?:this|these|the (?:above|foregoing))(?: \w+){0,2} (?:do(?:es)? not|is not intended to) (?:apply|include|cover|prohibit|restrict|extend))/i;

export const RIGHT_TO_ARBITRATE =
  /\b(?:right|possibility|option|able|choose|entitled)(?:, [^,.;]{1,40},)? to (?:\w+ )?(?:pursue|invoke|seek|initiate|request) (?:binding )?arbitra/i;

export const LAB_LIABLE =
  /\b(?:we|our)\b.{0,30}\bwill (?:indemnify|defend)|(?:limitations?|exclusions?|disclaimers?)(?: of liability)? (?:do|does|shall|will) not apply|nothing in (?:these|this|our).{0,40}(?:limit|exclude)|indemnification obligations to/i;

export const LICENCE_GRANT =
  /\b(?:you|customers?|users?)(?: hereby| also| agree to)* (?:grant|give|assign|authori[sz]e)s? |(?:non-exclusive|royalty-free|irrevocable|perpetual)\b.{0,80}\b(?:licen[cs]e|right)/i;

/** "We grant you a non-exclusive licence": what the lab lets users do. */
export const LAB_GRANTS = new RegExp(
  String.raw`\b(?:[Ww]e|${NAME}) (?:hereby )?grants? (?:to )?(?:you|You|[Cc]ustomers?|[Uu]sers?)\b`,
);

export const LAB_DISCLAIMS =
  /\b(?:do not|does not|don't|don’t|cannot|can't|will not|never) (?:guarantee|predict|filter|recommend|offer|apply|include|mean|constitute|imply|limit|affect|reflect|necessarily|always|currently|yet|intend|represent|warrant|endorse|control|assume|accept|represent|promise|undertake|ensure|own|provide (?:any )?(?:warrant|support|refund)|offer refund|be (?:liable|responsible)|verify|review|screen|make any)/i;

/** Bans that protect the lab's business rather than the public. */
export const COMMERCIAL_BAN =
  /\b(?:resell|resale|sub-?licen[cs]|reverse[- ]engineer|decompil|disassembl|derivative works?|compet(?:e|ing|itive|itor)|benchmark|scrap(?:e|ing)|crawl|spider|data mining|extract(?:ion)? (?:data|of)|\b(?:copy|modify|rent|lease|lend)\b|trademark|logo|share your (?:account|password|credential)|account credentials|more than one account|frame or|mirror|remove (?:any )?(?:copyright|proprietary)|automated data collection|transfer (?:your )?(?:account|this agreement)|charge ?back|our intellectual property|source code)/i;

/** Harms to people or the public. */
export const HARM =
  /\b(?:harm|violen|weapon|militar|warfare|child|minor|sexual|nud(?:e|ity)|porn|hate|hatred|harass|bully|abus|discriminat|decei|decept|mislead|fraud|scam|spam|disinformation|misinformation|election|political|biometric|facial recognition|surveil|spyware|malware|cyber|unlawful|illegal|suicide|self-harm|terroris|extremis|drug|gambl|traffick|privacy|personal (?:data|information)|imperson|likeness|deepfake|safeguard|medical|legal advice|financial advice|emergency|critical infrastructure|law enforcement|manipulat|exploit|danger|victim|defam|infring|threat|kill|hitm|armed conflict|explosive|nuclear|biological|chemical)/i;

/** The lab says that it takes, uses or passes on something. */
export const TAKES = new RegExp(
  String.raw`\bwe(?:'ll|’ll| will| shall)? (?:also |automatically |only )?(?:${LAB_VERB}|charge|terminate|suspend|remove|stop|block|disable|deactivate|withhold|deduct|own|have the right|be entitled)\b|\bshall own\b|\bwill be (?:shared|disclosed|collected|charged|deemed)`,
  "i",
);

export const STRONG_PROMISE =
  /\b(?:notify|inform|notice|delete|erase|encrypt|protect|disclose|publish|report|ensure|confidential|anonymi[sz]|human review|consent|not|only|evaluate|assess|pause|halt|within|provide you|before)\b/i;

export const EMPTY_PROMISE =
  /\bwe (?:will|'ll|’ll) (?:help|try|continue|do our best|work (?:with|to)|make every|endeavou?r|strive|be happy|keep improving)\b/i;

export const HELPFUL_MAY =
  /\bwe (?:may|can|could) (?:help|assist|provide you with|offer (?:you )?support|better|improve your experience|be able to help)\b|\b(?:how|so that|that|which) we (?:can|may)\b|\b(?:update|adjust|refine|revise) (?:this|these|our) (?:policy|policies|terms|notice|page)\b/i;

export const POWER_VERB =
  /\b(?:terminate|suspend|remove|restrict|withhold|revoke|discontinue|modify|change|charge|share|disclose|collect|use|train|retain|store|monitor|review|sell|transfer|combine|limit|disable|block|reserve|discretion|without notice|access|require)\b/i;

export const BURDEN_VERB =
  /\b(?:agree|pay|indemnif|responsib|represent|warrant|acknowledge|comply|waive|grant|assign|delete|verify|maintain|bear|assume|obtain|ensure|consent)\b/i;

/** What users "may provide" a privacy policy tells as what is collected. */
export const YOU_PROVIDE =
  /\byou (?:may|can|might|choose to)\b.{0,24}\b(?:provide|submit|upload|share|give|send|input)\b.{0,60}\b(?:information|data|content|files?|details)\b/i;

/** "We use information to:" › "Comply with the law": the item says what the lab does, not what users must. */
export const LAB_DOES = /\b(?:we|us|our)\b.*\b(?:to|purposes|following|including|by|because)\s*[:：]\W*$/i;

export const PLAIN_INFORMATION =
  /\byou (?:can|may) (?:find|see|view|read|learn|contact|reach|access (?:our|the|this|these) (?:help|support)|visit|review|download)\b|\byou (?:may|can) (?:be|have|receive|notice|experience|encounter|see)\b/i;

/** Practices stated as denied: "This website does not use cookies". */
export const NOT_DONE =
  /\b(?:(?:does|do|are|is|will) not|don['’]t|doesn['’]t|won['’]t) (?:be )?(?:use|collect|share|sell|store|disclose|track|train|retain|process|transfer|used|shared|sold|collected|stored|transferred|disclosed)\b|\bno [\w ]{1,30}(?:is|are) (?:used|shared|sold|collected|stored)\b/i;

/** The lab's data practices as plain statements. */
export const DATA_PRACTICE = new RegExp(
  String.raw`\b(?:we|us|our (?:partners|affiliates|vendors))(?: and (?:our )?\w+)?(?:,? (?:may|also|automatically|will|can|then|sometimes))* (?:${LAB_VERB})\b|\b(?:are|is|be|may be) (?:collected|used to (?:train|improve)|shared with|disclosed to|retained|stored|processed|transferred)\b|\b(?:purposes?|information|data) (?:we|of processing)\b|(?:retention|storage) period|data location|\b(?:to host|to provide us)\b`,
  "i",
);

/** The same of a company that speaks of itself by name: "Acme may also collect". */
export const DATA_PRACTICE_BY_NAME = new RegExp(
  String.raw`\b${NAME}(?: and its \w+)?(?:,? (?:may|also|automatically|will|can|then|sometimes))* (?:${LAB_VERB})(?:s|es)?\b`,
);

/** "We only use it to …": a practice that names its own limit. */
export const ONLY_DONE = new RegExp(
  String.raw`\bwe (?:will )?only (?:${LAB_VERB})\b|\bis only (?:used|shared|processed|stored|collected)\b`,
  "i",
);

/** "We respect robots.txt", "We test every model": a promise in the present tense. */
export const PRESENT_PROMISE =
  /^(?:\W*(?:at|in|for|when|before|after|where|if)\b[^,]{1,80}, )?we (?:also |always |never |regularly )?(?:respect|honou?r|adhere|follow|comply|test|evaluate|assess|audit|maintain|undergo|conduct|publish|report|notify|inform|protect|encrypt|delete|require (?:our|all|any|that)|limit|minimi[sz]e)\b/i;

export const RECIPIENTS_LEAD =
  /\b(?:recipients?|sub-?processors?|third[- ]part(?:y|ies)|service providers?|vendors?|affiliates|purposes?|categories of|what (?:information|data)|how (?:we|long)|why we|legitimate interests?|legal bas[ie]s|personal data|cookies?)\b/i;

export const EXEMPTION_LEAD =
  /\b(?:does not apply|do not apply|exceptions?|exempt|we (?:do )?allow|is allowed|are allowed|permitted uses?|we (?:may )?allow|unless)\b[^.]*:?$/i;

/** Training or improving models with what users give. */
export const TRAINING =
  /\b(?:train(?:ing)?|improve)\b.{0,60}\b(?:models?|ai|machine learning|algorithms?|systems?)\b|\bmodels?\b.{0,40}\btrain/i;

/** Promises on testing and releasing models. */
export const MODEL_SAFETY =
  /\b(?:tests?|testing|evaluations?|red[- ]team\w*|thresholds?|safeguards?|releas\w+|deploy\w*|train\w*)\b.{0,80}\bmodels?\b|\bmodels?\b.{0,80}\b(?:tests?|testing|evaluations?|thresholds?|releas\w+|deploy\w*|pause|halt|shut ?down)\b/i;

/** Matters a watchdog would lead with, whatever the wording. */
export const GRAVE =
  /\b(?:militar|warfare|weapon|biometric|facial recognition|surveill|child|minors?\b|csam|sexual|likeness|explicit consent|nuclear|biological|chemical|mass casualt|safety (?:evaluation|test)|red[- ]team|pause|halt|shut ?down|board|nonprofit)/i;
