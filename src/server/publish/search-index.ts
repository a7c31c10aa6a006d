import { listChanges, listDocuments, listFindings } from "../../index/index.ts";
import { ALARM_CONFIDENCE, EVAL_TITLES } from "../../model/index.ts";
import { clauseOf } from "../components/change-line.tsx";
import { listMethods } from "../pages/methods/methods.tsx";
import { DIRECTION_WORDS, formatDay } from "../report/words.ts";
import type { Site } from "../site.ts";
import { showInvisible } from "../text.ts";
import type { Resolve } from "./resolve.ts";
import { BLOCK, shardOf, wordsOf } from "./search-words.ts";

/** One thing that can be found. */
interface Entry {
  readonly title: string;
  readonly address: string;
  /** What it is, and of whom. */
  readonly about: string;
  /** Further words that lead to it. */
  readonly words: string;
}

const FOLDER = "search-index";
/** Characters of a clause and of a finding's title that are shown. */
const TITLE_LENGTH_MAX = 160;

/** The files of the search. What is found stands in the order in which it is shown. */
export async function makeSearchFiles(
  site: Site,
  resolve: Resolve,
): Promise<(readonly [file: string, text: string])[]> {
  const rows: (readonly [title: string, file: string, about: string])[] = [];
  const shards = new Map<string, Map<string, number[]>>();
  for (const { title, address, about, words } of await listEntries(site)) {
    const target = resolve(address);
    if (!target) continue;
    const place = rows.push([showInvisible(title), target.file, about]) - 1;
    for (const word of wordsOf(`${title} ${about} ${words}`)) {
      const name = shardOf(word);
      const shard = shards.get(name) ?? new Map<string, number[]>();
      shards.set(name, shard);
      const places = shard.get(word);
      if (places) places.push(place);
      else shard.set(word, [place]);
    }
  }
  const blocks = Array.from({ length: Math.ceil(rows.length / BLOCK) }, (_, at) => {
    const file = `${FOLDER}/entries/${at}.json`;
    return [file, JSON.stringify(rows.slice(at * BLOCK, (at + 1) * BLOCK))] as const;
  });
  const words = [...shards].map(([name, shard]) => {
    const sorted = [...shard].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [`${FOLDER}/words/${name}.json`, JSON.stringify(Object.fromEntries(sorted))] as const;
  });
  return [...blocks, ...words];
}

async function listEntries(site: Site): Promise<Entry[]> {
  const { index, frame } = site;
  const labOf = (lab: string): string => frame.labs[lab] ?? lab;
  const filter = { minConfidence: ALARM_CONFIDENCE, directions: ["loosens", "tightens"] } as const;
  return [
    ...Object.entries(frame.labs).map(([id, name]) => ({
      title: name,
      address: `/labs/${id}`,
      about: "lab",
      words: id,
    })),
    ...(await listDocuments(index)).map(({ id, lab_name: lab, service, terms }) => ({
      title: `${service} ${terms}`,
      address: `/documents/${id}`,
      about: `document of ${lab}`,
      words: id,
    })),
    ...listMethods().map(({ name, title }) => ({ title, address: `/methods/${name}`, about: "method", words: name })),
    ...(await listFindings(index, {})).map(({ title, lab, eval: name, evidence: [id = ""] }) => ({
      title: title.slice(0, TITLE_LENGTH_MAX),
      address: `/evidence/${encodeURI(id).replace("#", "%23")}`,
      about: `finding on ${labOf(lab)}, ${EVAL_TITLES[name].toLowerCase()}`,
      words: id,
    })),
    ...(await listChanges(index, filter)).map((listed) => ({
      title: clauseOf(listed, TITLE_LENGTH_MAX),
      address: `/changes/${listed.change.id}`,
      about: `${DIRECTION_WORDS[listed.change.direction]}, ${labOf(listed.change.lab)}, ${formatDay(listed.change.date)}`,
      words: `${listed.change.document} ${listed.change.old?.text ?? ""} ${listed.change.new?.text ?? ""}`,
    })),
  ];
}
