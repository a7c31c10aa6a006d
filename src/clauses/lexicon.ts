import type { Bearer, Modality } from "../model/index.ts";

/**
 * The words by which policies bind, as data: each pattern is tried on the visible text of one clause. First match
 * wins, so narrower patterns stand first. docs/methods/comparison.md explains them with examples.
 */
export interface Cue {
  readonly pattern: RegExp;
  readonly modality: Modality;
  readonly bearer: Bearer;
}

/** Capitalised words that name no company: the user side, pronouns and words that open a sentence. */
const NO_NAME =
  "You|Your|Users?|Customers?|Clients?|Members?|Developers?|Businesses|Advertisers?|Creators?|Partners?|Publishers?|Sellers?|Operators?|Licensees?|Recipients?|Holders?|Participants?|Subscribers?|Individuals?|Persons?|People|Anyone|Everyone|Someone|Nobody|Admins?|Owners?|Affiliates?|Part(?:y|ies)|Third|They|Them|It|He|She|Who|Which|That|This|These|Those|There|Here|What|Where|When|How|Why|If|As|And|Or|But|So|In|On|At|By|To|For|From|Any|All|Some|Most|Many|Each|Every|Both|None|Other|Others|Such|Content|Data|Information|Violations?|Services?|Products?|Features?|Section|Article|Failure|Access|Use|Usage|Accounts?|Terms|Polic(?:y|ies)|Agreement|Notice|Changes?|Fees?|Payments?|Cookies|Laws?|Models?|Outputs?|Inputs?|Prompts?|Disputes?|Claims?|Nothing|Arbitrators?|Arbitration|Courts?|Children|Minors|Posts?|Ads?|Images?|Videos?|Apps?|Websites?|Tools?|Plugins?|Subscriptions?|Authorized|However|Additionally|Also|Please|Otherwise|Then|Now|Sometimes|Certain";
/** A company or product by its name, as the source of a pattern that tells capitals apart. */
export const NAME = String.raw`(?!(?:${NO_NAME})\b)(?:[A-Z]|[a-z](?=[A-Z]))[\w.&-]{0,60}(?: (?:AI|Inc\.?|Labs?))?`;
const LAB = String.raw`(?:we|us|${NAME}|[Tt]he company|[Oo]ur (?:team|staff|employees|services))`;
const USER = String.raw`(?:you|users?|customers?|(?:account )?holders?|developers?|businesses|advertisers?|people|anyone|everyone|members?|creators?|partners?|operators?|participants?|subscribers?|organi[sz]ations?|(?:the )?(?:customer|user|member|client|licensee)|your (?:\w+ ){0,2}(?:users?|organi[sz]ation|use))`;

const cue = (source: string, modality: Modality, bearer: Bearer, flags = "i"): Cue => ({
  pattern: new RegExp(source, flags),
  modality,
  bearer,
});

export const CUES: readonly Cue[] = [
  // Users are forbidden.
  cue(
    String.raw`\b${USER} (?:also |further |hereby |specifically )?(?:agree(?:s)? (?:that \w+ will )?not to|(?:may|must|shall|can|should|will|do|are|is) ?(?:not|never)|cannot|can't|mustn't|shouldn't|won't|are (?:prohibited|forbidden|not (?:permitted|allowed)))\b`,
    "prohibition",
    "user",
  ),
  cue(
    String.raw`^(?:please )?(?:do not|don't|don’t|never|avoid|no\b(?! longer)(?![^.:]{0,40}:)|not (?!only|just|all|every|applicable|available)|refrain)\b`,
    "prohibition",
    "user",
  ),
  cue(
    String.raw`\bwe (?:\w+ )?(?:do not|don't|don’t|will not|won't) (?:allow|permit|tolerate|accept|support)\b|\bwe (?:also |generally |may |will |therefore )*(?:prohibit|forbid|ban|disallow|remove|(?:limit|restrict) the (?:ability|visibility))\b|\b(?:is|are|remains?) (?:strictly |expressly |also )?(?:prohibited|forbidden|banned|not (?:allowed|permitted))\b|\bnot (?:allowed|permitted) to\b`,
    "prohibition",
    "user",
  ),
  cue(
    String.raw`\b(?:should|must|may|can|shall) (?:not|never) be (?:used|posted|shared|uploaded)|\bmay not use\b|\bprohibits? (?:the )?use\b`,
    "prohibition",
    "user",
  ),
  cue(
    String.raw`\bwe (?:also |thus |therefore |may |will )*(?:require|expect|oblige) (?:that )?(?:you|users?|people|those|all|any|advertisers|developers|customers)\b`,
    "obligation",
    "user",
  ),
  // The lab binds itself.
  cue(
    String.raw`\bwe (?:also |further )?(?:do not|don't|don’t|will not|won't|won’t|shall not|must not|never|cannot|can not|would never|will never|are not permitted)\b`,
    "prohibition",
    "lab",
  ),
  cue(String.raw`\b${LAB} (?:will not|shall not|does not|must not|may not)\b`, "prohibition", "lab", ""),
  cue(
    String.raw`\bwe(?:'ll|’ll)? (?:also |always |further |promptly |generally )?(?:will|shall|must|commit|are committed|promise|undertake|ensure|agree to|are required|take steps|guarantee|delete|notify|encrypt)\b|\bwe(?:'ll|’ll)\b`,
    "obligation",
    "lab",
  ),
  cue(String.raw`\b${NAME} (?:will|shall|must|agrees to|undertakes|commits)\b`, "obligation", "lab", ""),
  // The lab keeps powers for itself.
  cue(
    String.raw`\bwe (?:and \w+ )?(?:also |further |hereby )?(?:may|can|could|might|reserve)\b|\bin our (?:sole )?discretion\b|\bat any time(?:,)? (?:and )?(?:for any reason|without)`,
    "permission",
    "lab",
  ),
  cue(String.raw`\b${NAME}(?: \([a-z\d]{1,3}\))? (?:may|can|reserves)\b`, "permission", "lab", ""),
  cue(
    String.raw`\bmay (?:\w+ )?be (?:removed|suspended|terminated|used|shared|disclosed|collected|restricted|revoked|charged)\b`,
    "permission",
    "lab",
  ),
  // Users are bound, or entitled.
  cue(
    String.raw`\b${USER} (?:also |further |hereby |expressly |fully )?(?:must|shall|will|should|agree|are (?:solely |fully )?(?:required|responsible|obligated)|is (?:solely )?responsible|have to|need to|acknowledge|represent|warrant|grant|waive|indemnify|assign|consent|understand|undertake)`,
    "obligation",
    "user",
  ),
  cue(
    String.raw`\b${USER} (?:also |always )?(?:may|can|could|have the (?:right|option)|has the right|are (?:entitled|free|able)|retain|own)`,
    "permission",
    "user",
  ),
  cue(
    String.raw`^(?:please )?(?:be|respect|use(?! of\b)|ensure|make sure|keep|disclose|obtain|comply)\b`,
    "obligation",
    "user",
  ),
  cue(
    String.raw`(?<!\b(?:who|which|that|as|or) )\b(?:must|shall|(?:is|are|be) required to)\b`,
    "obligation",
    "unknown",
  ),
];

/** Lead-ins and headings under which bare items are forbidden. */
export const PROHIBITION_LEAD =
  /\b(?:(?<!\b(?:that|which|who) )(?:do(?:es)?|will|may|must|shall|can|should) ?not|don't|don’t|won't|cannot|can't|never|prohibit\w*|forbid\w*|forbidden|disallow\w*|unacceptable|banned?|not (?:allow|permit)\w*|refrain|restrict(?:ed|ions)|avoid|we remove|illegal use|misuse|(?:may|will) be removed|protected from|tier \d|don['’]ts)\b/i;

/** Lead-ins that turn a prohibition around: what follows is allowed. */
export const PERMISSION_LEAD =
  /\b(?:except|exceptions?|unless|we (?:do )?allow|you (?:may|can)(?! ?not)|permitted uses?|allowed)\b/i;

/** Lead-ins on the lab's own practices, in which "not" bans nobody: "legitimate interests that do not override yours". */
export const PRACTICE_LEAD =
  /\b(?:legitimate interests?|legal bas[ie]s|your (?:rights|interests|choices)|rights (?:available|you have)|cookies?)\b/i;

/** Exceptions and conditions inside a clause, up to the next comma, semicolon or stop. */
export const EXCEPTION =
  /\b(?:unless|except(?:ing)?(?: (?:for|that|as|when|where))?|other than|provided that|without (?:(?:our|your|the|prior|explicit|their|human|express|appropriate) )*(?:consent|review|approval|permission|notice|authori[sz]ation|involvement|supervision)|subject to|if (?:you|we|required)|only (?:if|when|where)|to the extent|with (?:your|prior|explicit) consent|solely)\b[^,;.]*/gi;
