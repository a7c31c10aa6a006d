import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../src/std/errors.ts";

/** One labelled change and pair of the labelled set (its README says where it comes from). */
export interface LabelledChange {
  readonly direction: "loosens" | "tightens";
  readonly subject: "use" | "lab" | "user";
  readonly kind: string;
  readonly severity: 1 | 2 | 3;
  readonly old: string | null;
  readonly new: string | null;
  readonly why: string;
  /** Only one of two annotators listed it. */
  readonly optional?: boolean;
}

export interface LabelledPair {
  readonly id: string;
  readonly company: string;
  readonly old: string;
  readonly new: string;
  readonly changes: readonly LabelledChange[];
}

/** The folder of labelled pairs: CORRIGIBLE_LABELS, else `labels` beside the folder CORRIGIBLE_DATA. */
export function labelsFolder(): string {
  const { CORRIGIBLE_LABELS, CORRIGIBLE_DATA } = process.env;
  const folder = CORRIGIBLE_LABELS ?? join(CORRIGIBLE_DATA ?? "../shared/data", "../labels");
  if (!existsSync(join(folder, "dev.jsonl"))) {
    throw new UserError(`no labelled changes in ${folder}: set CORRIGIBLE_LABELS to the folder that holds dev.jsonl`);
  }
  return folder;
}

/** Services of one company under one name, so that a split never shows a company's other pages in training. */
const COMPANIES: Readonly<Record<string, string>> = {
  "DALL·E": "OpenAI",
  ChatGPT: "OpenAI",
  Facebook: "Meta",
  Instagram: "Meta",
  Threads: "Meta",
  WhatsApp: "Meta",
  "Meta AI": "Meta",
  X: "Twitter",
  "Le Chat": "Mistral AI",
};

export function readLabelledPairs(folder: string): LabelledPair[] {
  const lines = readFileSync(join(folder, "dev.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const label = JSON.parse(line) as { id: string; changes: LabelledChange[] };
    const file = (name: string): string => readFileSync(join(folder, "pairs", label.id, name), "utf8");
    const { path } = JSON.parse(file("meta.json")) as { path: string };
    const service = path.split("/")[0] as string;
    return {
      id: label.id,
      company: COMPANIES[service] ?? service,
      old: file("old.md"),
      new: file("new.md"),
      changes: label.changes,
    };
  });
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The scorer's rule for "the same clause": six in ten words of the shorter quote, and no whole paragraph. */
export function sameQuote(predicted: string | undefined, labelled: string | null): boolean {
  const a = words(predicted ?? "");
  const b = words(labelled ?? "");
  if (a.length === 0 || b.length === 0 || a.length > 3 * b.length + 80) return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const bag = new Map<string, number>();
  for (const word of long) bag.set(word, (bag.get(word) ?? 0) + 1);
  let hits = 0;
  for (const word of short) {
    const left = bag.get(word) ?? 0;
    if (left > 0) hits++;
    bag.set(word, left - 1);
  }
  return hits / short.length >= 0.6;
}
