import type { EvidenceReader } from "../evidence/index.ts";
import type { InputSource } from "../model/index.ts";
import { newestInputs } from "./record-inputs.ts";

interface License {
  readonly name: string;
  readonly path: string;
  readonly title: string;
}

/** Where tables come from, and under what: both as a Frictionless data package names them. */
export interface Origins {
  readonly sources: readonly { readonly title: string }[];
  readonly licenses: readonly License[];
}

const ODC_BY: License = {
  name: "ODC-BY-1.0",
  path: "https://opendatacommons.org/licenses/by/1-0/",
  title: "Open Data Commons Attribution License v1.0",
};
const CC_BY: License = {
  name: "CC-BY-4.0",
  path: "https://creativecommons.org/licenses/by/4.0/",
  title: "Creative Commons Attribution 4.0",
};
const CC_BY_SA: License = {
  name: "CC-BY-SA-4.0",
  path: "https://creativecommons.org/licenses/by-sa/4.0/",
  title: "Creative Commons Attribution-ShareAlike 4.0",
};

/** Whom to name for each source. Of a casebook and of ownership statements their own files say under what they stand. */
const INPUTS: Readonly<Record<InputSource, { readonly title: string; readonly license: License | null }>> = {
  casebook: { title: "Casebook: facts with their sources", license: null },
  fmti: { title: "Foundation Model Transparency Index, Bommasani, Klyman et al., Stanford CRFM", license: CC_BY },
  aiid: { title: "AI Incident Database, McGregor (IAAI 2021)", license: CC_BY_SA },
  epoch: { title: "Epoch AI, data on AI models and companies, epoch.ai", license: CC_BY },
  bods: { title: "Statements of the Beneficial Ownership Data Standard", license: null },
  capture: { title: "Pages captured by the operator of this log", license: null },
  "web-archive": { title: "Pages that web archives of others kept", license: null },
  review: { title: "What reviewers did with findings", license: null },
  "second-reader": { title: "Second readings of changes, by a language model", license: null },
};

/** The origins of all that an export tells of: archives by their roots, and the inputs that the log holds. */
export function originsOf(evidence: EvidenceReader, repositories: readonly string[]): Origins {
  const names = Object.keys(INPUTS) as InputSource[];
  const inputs = names.filter((name) => newestInputs(evidence, name).size > 0).map((name) => INPUTS[name]);
  const licenses = [repositories.length > 0 ? ODC_BY : null, ...inputs.map(({ license }) => license)];
  return {
    sources: [
      ...repositories.map((root) => ({ title: `Open Terms Archive contributors, repository with root ${root}` })),
      ...inputs.map(({ title }) => ({ title })),
    ],
    licenses: [...new Set(licenses.filter((license) => license !== null))],
  };
}
