import type { Bearer, Clause, Modality, Quantity } from "../model/index.ts";
import { RecentMap } from "../std/index.ts";
import { type Block, splitBlocks } from "./blocks.ts";
import { CUES, EXCEPTION, PERMISSION_LEAD, PRACTICE_LEAD, PROHIBITION_LEAD } from "./lexicon.ts";
import { normalKey, visibleText } from "./normalize.ts";
import { findQuantities } from "./quantities.ts";
import { splitSentences } from "./sentences.ts";

export interface ParsedDocument {
  readonly text: string;
  readonly clauses: readonly Clause[];
  /** What could not be read as usual, in words; parsing itself never fails. */
  readonly problems: readonly string[];
}

/** Longest text that is parsed, in UTF-16 units; the rest is left out and reported. */
export const TEXT_LENGTH_MAX = 8 * 1024 * 1024;
/** Longest block that is split into sentences, in UTF-16 units; a longer one is no prose. */
const BLOCK_LENGTH_MAX = 64 * 1024;
/** Longest lead-in shown in a path, in UTF-16 units. */
const LEAD_LENGTH_MAX = 400;
/** A paragraph of at most this many characters, all bold, reads as a heading. */
const BOLD_HEADING_LENGTH_MAX = 120;
/** Blocks remembered, some of the largest documents: versions share nearly all their text. Each keeps the text it came from. */
const MEMO_BLOCKS = 4_000;

/** What a sentence says by itself, wherever it stands: the part that is remembered by block. */
interface Unit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly visible: string;
  readonly key: string;
  readonly cue: Cue | null;
  readonly exceptions: readonly string[];
  readonly quantities: readonly Quantity[];
}

interface Cue {
  readonly modality: Modality;
  readonly bearer: Bearer;
  /** Where in the visible text it stands, in UTF-16 units. */
  readonly at: number;
}

const memo = new RecentMap<string, readonly Unit[]>(MEMO_BLOCKS);

/**
 * Reads Markdown into clauses, each with the headings and lead-ins it stands under. Never throws on content.
 * Equal blocks are read once, also across documents.
 */
export function parseDocument(text: string): ParsedDocument {
  const problems: string[] = [];
  let body = text;
  if (text.length > TEXT_LENGTH_MAX) {
    body = text.slice(0, TEXT_LENGTH_MAX);
    problems.push(`only the first ${TEXT_LENGTH_MAX} characters of ${text.length} were read`);
  }
  const blocks = joinBrokenParagraphs(body, splitBlocks(body));
  return { text, clauses: readBlocks(body, blocks, problems), problems };
}

/** Archives of typeset text break a sentence over paragraphs; a paragraph that starts in mid-sentence goes on. */
function joinBrokenParagraphs(text: string, blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const goesOn =
      last?.kind === "paragraph" &&
      block.kind === "paragraph" &&
      /^[a-z]/.test(text.slice(block.start, block.start + 1)) &&
      /[\p{L}\p{N},)]$/u.test(text.slice(last.end - 2, last.end)) &&
      block.end - last.start < BLOCK_LENGTH_MAX;
    if (goesOn) joined[joined.length - 1] = { ...last, end: block.end };
    else joined.push(block);
  }
  return joined;
}

interface Lead {
  readonly text: string;
  /** Headings rank by level 1..6, bold headings 7, paragraphs 8, items 10 + depth. */
  readonly rank: number;
  /** Ends in a colon or is a heading: what stands under it hangs on it. */
  readonly governs: boolean;
}

const COLON = /[:：][^\w:：]*$/;

const RANK = { bold: 7, paragraph: 8, item: 10 } as const;

function readBlocks(text: string, blocks: readonly Block[], problems: string[]): Clause[] {
  const clauses: Clause[] = [];
  let leads: readonly Lead[] = [];
  let path: readonly string[] = [];
  const setLeads = (next: readonly Lead[]): void => {
    leads = next;
    path = next.filter((lead) => lead.governs).map((lead) => lead.text);
  };
  for (const block of blocks) {
    if (block.end - block.start > BLOCK_LENGTH_MAX) {
      problems.push(`a block of ${block.end - block.start} characters at ${block.start} was left out`);
      continue;
    }
    const words = text.slice(block.start, block.end);
    const rank = rankOf(block, words);
    const above = leads.filter((lead) => lead.rank < rank);
    if (above.length !== leads.length) setLeads(above);
    const heading = rank <= RANK.bold;
    const units = readUnits(words);
    for (const unit of units) clauses.push(toClause(unit, block.start, path, heading));
    const last = units.at(-1);
    if (!last) continue;
    const lead = clip(leadText(units, heading));
    setLeads([...leads, { text: lead, rank, governs: heading || rank >= RANK.item || COLON.test(last.text) }]);
  }
  return clauses;
}

/** A lead-in of fewer characters ("This includes:") says nothing without the sentence before it. */
const LEAD_LENGTH_MIN = 40;

function leadText(units: readonly Unit[], heading: boolean): string {
  const visible = units.map((unit) => unit.visible);
  if (heading) return visible.join(" ");
  const last = visible.at(-1) as string;
  return last.length < LEAD_LENGTH_MIN && COLON.test(last) ? visible.slice(-2).join(" ") : last;
}

function rankOf(block: Block, words: string): number {
  if (block.kind === "heading") return block.level;
  if (block.kind === "item") return RANK.item + block.level;
  if (words.length <= BOLD_HEADING_LENGTH_MAX && /^(?:\*\*|__)[^*_]+(?:\*\*|__):?$/.test(words)) return RANK.bold;
  return RANK.paragraph;
}

const clip = (text: string): string =>
  text.length > LEAD_LENGTH_MAX ? `${text.slice(0, LEAD_LENGTH_MAX - 1)}…` : text;

function readUnits(words: string): readonly Unit[] {
  const known = memo.get(words);
  if (known) return known;
  const units: Unit[] = [];
  for (const [start, end] of splitSentences(words)) {
    const text = words.slice(start, end);
    const key = normalKey(text);
    if (key === "") continue;
    const visible = visibleText(text);
    units.push({
      start,
      end,
      text,
      visible,
      key,
      cue: findCue(visible),
      exceptions: visible.match(EXCEPTION) ?? [],
      quantities: findQuantities(visible),
    });
  }
  memo.set(words, units);
  return units;
}

function findCue(visible: string): Cue | null {
  for (const { pattern, modality, bearer } of CUES) {
    const at = visible.search(pattern);
    if (at !== -1) return { modality, bearer, at };
  }
  return null;
}

function toClause(unit: Unit, offset: number, path: readonly string[], heading: boolean): Clause {
  const { modality, bearer } = heading ? (unit.cue ?? NO_CUE) : bind(unit, path);
  return {
    text: unit.text,
    start: offset + unit.start,
    end: offset + unit.end,
    visible: unit.visible,
    path,
    heading,
    key: unit.key,
    bearer,
    modality,
    exceptions: unit.exceptions,
    quantities: unit.quantities,
  };
}

/** An item states its own modality in its first words, or takes that of its lead-ins: "any law you may know of". */
const OWN_CUE_AT_MAX = 40;

/** "To the extent the law requires it, we shall …": the main clause begins after such an opening. */
const OPENING =
  /^(?:if|to the extent|where|when|upon|on|in|taking into account|unless|once|for|by|notwithstanding|however|additionally)\b[^,:]{0,300},/i;
const openingLength = (visible: string): number => OPENING.exec(visible)?.[0].length ?? 0;

function bind(unit: Unit, path: readonly string[]): Bound {
  const opened = COLON.test(path.at(-1) ?? "");
  if (unit.cue && !(opened && unit.cue.at - openingLength(unit.visible) > OWN_CUE_AT_MAX)) return unit.cue;
  const inherited = inherit(path);
  return inherited.modality === "statement" ? (unit.cue ?? NO_CUE) : inherited;
}

/** A bare item takes modality and bearer from the nearest lead-in that has them. */
function inherit(path: readonly string[]): Bound {
  for (let i = path.length - 1; i >= 0; i--) {
    const lead = path[i] as string;
    const found = leadMemo.get(lead) ?? rememberLead(lead);
    if (found.modality !== "statement") return found;
  }
  return NO_CUE;
}

type Bound = Pick<Cue, "modality" | "bearer">;
const NO_CUE: Bound = { modality: "statement", bearer: "unknown" };
const BANNED: Bound = { modality: "prohibition", bearer: "user" };

/** "Comply with the law. For example, do not:" — the last words govern the list. */
const ENDS_IN_BAN =
  /\b(?:do not|don['’]t|may not|must not|cannot|never|not to|not)(?! limited)(?: \w+){0,2}\s*[:：]\W*$|\bwe (?:may |will |also |generally )*(?:remove|prohibit|disallow|forbid|ban)(?: \w+){0,6}\s*[:：]\W*$|\bcontent\b.{0,80}\b(?:may|will) be removed\b.*[:：][^\w:：]*$/i;

const leadMemo = new RecentMap<string, Bound>(MEMO_BLOCKS);

function rememberLead(lead: string): Bound {
  const banned = PROHIBITION_LEAD.test(lead) && !PERMISSION_LEAD.test(lead) && !PRACTICE_LEAD.test(lead);
  const found = ENDS_IN_BAN.test(lead) ? BANNED : (findCue(lead) ?? (banned ? BANNED : NO_CUE));
  leadMemo.set(lead, found);
  return found;
}
