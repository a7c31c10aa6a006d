import { ALARM_CONFIDENCE, type Change, type Direction, type Disclosed } from "../model/index.ts";
import { oneLine, type Paint, wrap } from "./terminal.ts";

const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  loosens: "LOOSENS",
  tightens: "TIGHTENS",
  neutral: "NEUTRAL",
};
const DIRECTION_STYLES = { loosens: "red", tightens: "green", neutral: "dim" } as const;
const SUBJECT_WORDS = { use: "what the systems may be used for", lab: "the lab's own conduct", user: "users" } as const;
const SEVERITY_WORDS = { 1: "minor", 2: "notable", 3: "major" } as const;

const DISCLOSED_WORDS: Readonly<Record<Disclosed, string>> = {
  yes: "yes",
  partly: "partly",
  no: "no, the document's own note does not tell of it",
  "no-note": "no, the document has no note about its change",
  unknown: "unknown, the document's note could not be read",
};

/** A change as a reader reads it, several lines without a line break at the end. `note`: the document's own note. */
export function formatChange(change: Change, note: string | null, paint: Paint): string {
  const lines = [formatHead(change, paint)];
  const path = (change.old ?? change.new)?.path ?? [];
  if (path.length > 0) lines.push(wrap(`under: ${path.map((lead) => oneLine(lead)).join(" › ")}`, "  "));
  if (change.old) lines.push(paint("red", wrap(`- ${change.old.text}`, "  ")));
  if (change.new) lines.push(paint("green", wrap(`+ ${change.new.text}`, "  ")));
  const nearest = formatNearest(change);
  if (nearest !== null) lines.push(wrap(nearest, "  "));
  if (change.direction !== "neutral") {
    lines.push(wrap(`disclosed: ${formatDisclosed(change.disclosed, note)}`, "  "));
  }
  return lines.join("\n");
}

function formatHead(change: Change, paint: Paint): string {
  const { direction, kind, severity, subject, confidence } = change;
  const word = paint(DIRECTION_STYLES[direction], paint("bold", DIRECTION_WORDS[direction]));
  const doubt = direction !== "neutral" && confidence < ALARM_CONFIDENCE ? ", no alarm" : "";
  return (
    `${word} ${SUBJECT_WORDS[subject]}: clause ${kind}, severity ${severity} (${SEVERITY_WORDS[severity]}), ` +
    `confidence ${confidence.toFixed(2)}${doubt}`
  );
}

/** What of the other text comes nearest to a clause that went or came; null for one that stands in both. */
function formatNearest({ old, new: neu, nearest }: Change): string | null {
  if (old && neu && !nearest) return null;
  if (!nearest) return `no clause of the ${old ? "new" : "old"} text comes near`;
  const where = old ? "nearest clause that is left" : "nearest clause before";
  return `${where} covers ${Math.round(nearest.coverage * 100)} %: ${nearest.text}`;
}

function formatDisclosed(disclosed: Disclosed, note: string | null): string {
  const words = DISCLOSED_WORDS[disclosed];
  return note === null ? words : `${words}; its note: “${clip(oneLine(note))}”`;
}

/** Characters shown of a note; some documents keep years of them. The whole note is in the export. */
const NOTE_LENGTH_MAX = 300;

function clip(text: string): string {
  return text.length > NOTE_LENGTH_MAX ? `${text.slice(0, NOTE_LENGTH_MAX).trimEnd()} …` : text;
}
