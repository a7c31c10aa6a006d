import type { CasebookType } from "../../model/index.ts";

/** Which file of a lab's folder a record stands in, and what its head says. */
export const THEMES = {
  constraints: "what the lab binds itself by, and what became of those rules",
  "promises-and-claims": "what the lab promised and claimed in public",
  oversight: "who can stop the lab, and what happened when someone tried",
  control: "who can do what to whom at the lab, since when and until when",
  transparency: "what the lab disclosed, what it kept back, and what it said when something went wrong",
  power: "value, money raised, computing power, releases, lobbying and people",
  incentives: "its mission, its income, and what it does for them",
} as const;
export type Theme = keyof typeof THEMES;

const THEME_OF: Readonly<Record<CasebookType, Theme>> = {
  "constraint-change": "constraints",
  promise: "promises-and-claims",
  claim: "promises-and-claims",
  "oversight-event": "oversight",
  "control-relation": "control",
  disclosure: "transparency",
  secrecy: "transparency",
  incident: "transparency",
  valuation: "power",
  funding: "power",
  compute: "power",
  lobbying: "power",
  people: "power",
  release: "power",
  "mission-statement": "incentives",
  revenue: "incentives",
  "market-action": "incentives",
  spending: "incentives",
};

/** Path of the file in which a record belongs, under the casebook's folder. */
export function fileOf({ lab, type }: { readonly lab: string; readonly type: CasebookType }): string {
  return `${lab}/${THEME_OF[type]}.yaml`;
}

/** The comment at the head of a file. */
export function headOf({ lab, type }: { readonly lab: string; readonly type: CasebookType }): string {
  const theme = THEME_OF[type];
  return [
    `# ${lab}, ${theme}: ${THEMES[theme]}.`,
    "# One record an item; docs/formats/casebook.md tells the fields. Check with: corrigible casebook lint",
    "",
  ].join("\n");
}
