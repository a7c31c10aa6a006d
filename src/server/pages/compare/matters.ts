/** A matter on which rules of several labs are set side by side, and the words by which clauses on it are found. */
export interface Matter {
  readonly id: string;
  readonly name: string;
  /** Searches: a clause that has all words of one of them, in any form, is on the matter. */
  readonly searches: readonly string[];
}

/** Matters that people ask for most. Add one here; free words do for all others. */
export const MATTERS: readonly Matter[] = [
  { id: "military", name: "Military use and warfare", searches: ["military", "warfare", "armed forces"] },
  { id: "weapons", name: "Weapons", searches: ["weapon", "explosives", "munitions"] },
  {
    id: "training-on-user-data",
    name: "Training on what users give",
    searches: ["train model", "improve model content", "training your data"],
  },
  {
    id: "biometric",
    name: "Biometrics and faces",
    searches: ["biometric", "facial recognition", "emotion recognition"],
  },
  {
    id: "surveillance",
    name: "Surveillance and policing",
    searches: ["surveillance", "law enforcement", "predictive policing"],
  },
  {
    id: "elections",
    name: "Political campaigning and elections",
    searches: ["political campaign", "election", "lobbying"],
  },
  { id: "children", name: "Children", searches: ["children", "minor", "under 13", "under 18"] },
  { id: "sexual-content", name: "Sexual content", searches: ["sexual", "pornography", "nude"] },
  {
    id: "advice",
    name: "Medical, legal and financial advice",
    searches: ["medical advice", "legal advice", "financial advice"],
  },
  {
    id: "automated-decisions",
    name: "Decisions about people",
    searches: ["automated decision", "credit employment", "social scoring"],
  },
  {
    id: "retention",
    name: "How long data is kept",
    searches: ["retain data", "retention", "retain personal information"],
  },
  {
    id: "selling-data",
    name: "Selling data and advertising",
    searches: ["sell personal", "advertising partners", "targeted advertising"],
  },
  { id: "arbitration", name: "Courts and arbitration", searches: ["arbitration", "class action", "jury trial"] },
  { id: "notice", name: "Notice of changes", searches: ["notice changes terms", "notify you changes", "days notice"] },
  {
    id: "testing",
    name: "Safety tests and pausing",
    searches: ["red teaming", "safety evaluation", "pause training", "risk assessment model"],
  },
];
