import type { ListedChange, VersionRow } from "../../index/index.ts";
import { visibleText } from "../../clauses/index.ts";
import type { Quote } from "../../model/index.ts";
import { clauseOf, Where } from "../components/change-line.tsx";
import { Note, Texts } from "../pages/changes/reading.tsx";
import { REASON_WORDS } from "../../compare/index.ts";
import { selectChanges, selectSuppressed } from "../pages/changes/select.ts";
import {
  DISCLOSED_SENTENCES,
  DISCLOSED_WORDS,
  formatDay,
  KIND_WORDS,
  NOISE_WORDS,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "../report/words.ts";
import type { Site } from "../site.ts";
import { FEED_SIZE, type FeedEntry, type FeedList } from "./feed.ts";

/** Characters of a clause in a title. */
const TITLE_LENGTH_MAX = 100;

/** Changes of rules: title, both texts with what differs marked, and why we read it so. */
export const changeFeed: FeedList = {
  path: "/changes",
  async read(site, { query }) {
    const { chosen, total, changes } = await selectChanges(site, query, FEED_SIZE);
    return {
      title: chosen.lab === undefined ? "Changes of rules" : `Changes of rules: ${site.frame.labs[chosen.lab]}`,
      subtitle: "What labs changed in their rules: which way, and whether they said so.",
      page: chosen.page,
      total,
      entries: changes.map((change) => changeEntry(site, change)),
    };
  },
};

function changeEntry(site: Site, listed: ListedChange): FeedEntry {
  const { change, service, terms } = listed;
  const { id, date, lab, document, newVersion, kind, direction, subject, severity, disclosed } = change;
  const labName = site.frame.labs[lab] ?? lab;
  return {
    name: `changes/${id}@${newVersion.slice(newVersion.lastIndexOf("@") + 1)}`,
    title: `${labName}, ${service} ${terms}: ${direction}, ${KIND_WORDS[kind]}, ${DISCLOSED_WORDS[disclosed]}: “${clauseOf(listed, TITLE_LENGTH_MAX)}”`,
    published: date,
    updated: date,
    link: `/changes/${id}`,
    content: ChangeContent(site, listed),
    tags: [lab, direction, kind, `subject-${subject}`, `severity-${severity}`, `disclosed-${disclosed}`],
    facts: {
      change: id,
      lab,
      document,
      oldVersion: change.oldVersion,
      newVersion,
      kind,
      direction,
      subject,
      severity,
      confidence: change.confidence,
      disclosed,
      reasons: change.reasons,
      old: textOf(change.old),
      new: textOf(change.new),
      note: listed.note,
      state: "proposed",
    },
  };
}

const textOf = (quote: Quote | null): string | null => (quote === null ? null : visibleText(quote.text));

function ChangeContent(site: Site, listed: ListedChange) {
  const { change, note } = listed;
  return (
    <>
      <Where change={listed} site={site} />
      <p>
        <strong>{change.direction}</strong> · {KIND_WORDS[change.kind]} · {SUBJECT_WORDS[change.subject]} · severity{" "}
        {change.severity} ({SEVERITY_WORDS[change.severity]}) · <strong>{DISCLOSED_WORDS[change.disclosed]}</strong> ·
        confidence {change.confidence.toFixed(2)} · proposed by a detector, not reviewed yet
      </p>
      <Texts change={change} />
      <dl>
        <Note change={change} note={note} />
      </dl>
      <p>Why we read it so:</p>
      <ul>
        {change.reasons.map((code) => (
          <li>{REASON_WORDS[code] ?? code}</li>
        ))}
        <li>{DISCLOSED_SENTENCES[change.disclosed]}</li>
      </ul>
      <p>
        <a href={`/changes/${change.id}`}>This change, and what speaks against this reading</a>. Evidence:{" "}
        <a href={`/evidence/${change.oldVersion}`}>{change.oldVersion}</a>,{" "}
        <a href={`/evidence/${change.newVersion}`}>{change.newVersion}</a>
      </p>
    </>
  );
}

/** Versions set aside as noise, each with the rule that did. */
export const suppressedFeed: FeedList = {
  path: "/suppressed",
  async read(site, { query }) {
    const { page, rows, total } = await selectSuppressed(site, query, FEED_SIZE);
    return {
      title: "Versions set aside as noise",
      subtitle: "Recorded versions that show no change by the lab, each with the rule that set it aside.",
      page,
      total,
      entries: rows.map(suppressedEntry),
    };
  },
};

function suppressedEntry({ id, document, date, service, terms, noise, base }: VersionRow): FeedEntry {
  const rule = noise ?? "formatting";
  return {
    name: `suppressed/${id}`,
    title: `${service} ${terms}, ${formatDay(date)}: set aside as ${rule}`,
    published: date,
    updated: date,
    link: `/evidence/${id}`,
    content: (
      <p>
        {NOISE_WORDS[rule]} <a href={`/documents/${document}`}>{document}</a>
      </p>
    ),
    tags: [rule],
    facts: { version: id, document, noise, base },
  };
}
