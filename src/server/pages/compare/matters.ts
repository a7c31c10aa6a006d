/** A matter on which rules of several labs are set side by side, and the words by which clauses on it are found. */
export interface Matter {
  readonly id: string;
  readonly name: string;
  /** Searches: a clause that has all words of one of them, in any form, may be on the matter. */
  readonly searches: readonly string[];
  /** What its text must have too: the search cuts endings off, so that "elect to" would do for "election". */
  readonly has?: RegExp;
}

/** Matters that people ask for most. Add one here, with a sentence of it to the tests; free words do for all others. */
export const MATTERS: readonly Matter[] = [
  {
    id: "military",
    name: "Military use and warfare",
    searches: ["military", "warfare", "armed forces"],
    has: /\bmilitary|\bwarfare|\barmed forces/i,
  },
  {
    id: "weapons",
    name: "Weapons",
    searches: ["weapon", "explosive", "munitions"],
    has: /\bweapon|\bexplosives?\b|\bmunition/i,
  },
  {
    id: "training-on-user-data",
    name: "Training on what users give",
    searches: ["train model", "improve model", "training your", "training data"],
    has: /\b(?:train|improv)\w*\b[^.;]{0,80}\b(?:models?|algorithms?|ai)\b|\btraining\b[^.;]{0,60}\b(?:data|content|inputs?|conversations?)\b/i,
  },
  {
    id: "biometric",
    name: "Biometrics and faces",
    searches: ["biometric", "facial recognition", "emotion recognition", "face recognition"],
    has: /\bbiometric|\b(?:facial|face|emotion) recognition/i,
  },
  {
    id: "surveillance",
    name: "Surveillance and policing",
    searches: ["surveillance", "law enforcement", "predictive policing"],
    has: /\bsurveillance|\blaw[- ]enforcement|\bpolicing/i,
  },
  {
    id: "elections",
    name: "Political campaigning and elections",
    searches: ["political campaign", "campaigning", "election", "lobbying", "voting"],
    has: /\bpolitical\b[^.;]{0,40}\bcampaign|\bcampaigning|\belections?\b|\belectoral\b|\blobbying|\bvot(?:ing|ers?)\b/i,
  },
  {
    id: "children",
    name: "Children",
    searches: ["child", "children", "minors", "under 13", "under 18", "years old"],
    has: /\bchild(?:ren)?\b|\bminors\b|\ba minor\b|\b(?:under|at least|below)\b[^.;]{0,20}\b1[3-8]\b|\b1[3-8] years/i,
  },
  {
    id: "sexual-content",
    name: "Sexual content",
    searches: ["sexual", "pornography", "nudity", "nude"],
    has: /\bsexual|\bporn|\bnud(?:e|ity)\b/i,
  },
  {
    id: "advice",
    name: "Medical, legal and financial advice",
    searches: ["medical advice", "legal advice", "financial advice", "professional advice"],
    has: /\b(?:medical|health|legal|financial|professional)\b[^.;]{0,60}\badvice\b/i,
  },
  {
    id: "automated-decisions",
    name: "Decisions about people",
    searches: ["automated decision", "credit employment", "social scoring", "housing employment"],
    has: /\bautomat\w+\b[^.;]{0,30}\bdecision|\bsocial[- ]scor|\b(?:credit|housing)\b[^.;]{0,80}\bemployment|\bemployment\b[^.;]{0,80}\b(?:credit|housing)/i,
  },
  {
    id: "retention",
    name: "How long data is kept",
    searches: ["retain", "retention"],
    has: /\bret(?:ain|ention)\w*\b[^.;]{0,100}\b(?:data|information|content|period|conversations?|long|days|months|years)\b|\b(?:data|information)\b[^.;]{0,60}\bret(?:ain|ention)/i,
  },
  {
    id: "selling-data",
    name: "Selling data and advertising",
    searches: ["sell personal", "sell information", "sell data", "advertising"],
    has: /\b(?:sell|sale|sold)\b[^.;]{0,60}\b(?:personal|data|information)\b|\b(?:targeted|behaviou?ral|personali[sz]ed|cross-context)\b[^.;]{0,30}\badvertising|\badvertising partners/i,
  },
  {
    id: "arbitration",
    name: "Courts and arbitration",
    searches: ["arbitration", "arbitrator", "class action", "jury trial", "trial by jury"],
    has: /\barbitrat|\bclass[- ]actions?\b|\bjury\b/i,
  },
  {
    id: "notice",
    name: "Notice of changes",
    searches: ["notice changes", "notify changes", "notify you", "days notice", "notice modify"],
    has: /\b(?:notice|notify|notification|inform you)\b[^.;]{0,120}\b(?:changes?|modif|updates?|amend)|\b(?:changes?|modif\w*|updates?|amend\w*)\b[^.;]{0,120}\b(?:notice|notify|notification|inform you)|\bdays['’]? (?:prior |advance )?notice/i,
  },
  {
    id: "testing",
    name: "Safety tests and pausing",
    searches: [
      "red teaming",
      "safety evaluation",
      "safety testing",
      "pause training",
      "pause deployment",
      "risk assessment",
    ],
    has: /\bred[- ]team|\bsafety (?:evaluation|test)|\bpaus(?:e|ing)\b[^.;]{0,60}\b(?:training|deployment|development)|\brisk assessments?\b/i,
  },
];
