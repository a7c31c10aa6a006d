import { oneLine } from "../std/index.ts";
import type { Message } from "./channel.ts";

/** A part of an alert as text: a heading and lines; none of them breaks, and none hides anything. */
export interface Part {
  /** Null for the part that needs none. */
  readonly heading: string | null;
  readonly lines: readonly string[];
  /** Lines are quotes, list items or plain. */
  readonly as: "quote" | "list" | "plain";
}

/** What an e-mail and a feed say of an alert, in reading order. Foreign text is on one line each, without controls. */
export function partsOf({ alert, link }: Message): Part[] {
  const { before, after, about, under, facts, reasons, confidence, against, questions, evidence } = alert;
  const quote = (heading: string | null, text: string | null): Part[] =>
    text === null ? [] : [{ heading, lines: [text], as: "quote" }];
  const parts: Part[] = [
    { heading: null, lines: [`${alert.date} · ${alert.labName} · tripwire ${alert.tripwire}`], as: "plain" },
    ...(under.length === 0 ? [] : [{ heading: "It stands under", lines: under, as: "list" } as const]),
    ...quote("Before", before),
    ...quote(about === "change" ? "After" : null, after),
    { heading: null, lines: facts.map(([name, value]) => `${name}: ${value}`), as: "plain" },
    { heading: "Why it is read so", lines: reasons, as: "list" },
    ...(confidence === null
      ? []
      : [{ heading: null, lines: [`Confidence of the detector: ${confidence.toFixed(2)}`], as: "plain" } as const]),
    { heading: "What speaks against it", lines: against, as: "list" },
    { heading: "Questions to ask", lines: questions, as: "list" },
    { heading: "To look at it", lines: [link], as: "plain" },
    { heading: "To check its evidence", lines: evidence.map((id) => `corrigible prove ${id}`), as: "plain" },
  ];
  return parts.map((part) => ({ ...part, lines: part.lines.map(oneLine) }));
}

export const titleOf = ({ alert }: Message): string => oneLine(`[${alert.tripwire}] ${alert.title}`);

/** As plain text, lines ended by a line feed. */
export function formatText(message: Message): string {
  const parts = partsOf(message).map(({ heading, lines, as }) => {
    const mark = { quote: "> ", list: "- ", plain: "" }[as];
    return [...(heading === null ? [] : [`${heading}:`]), ...lines.map((line) => `${mark}${line}`)].join("\n");
  });
  return `${oneLine(message.alert.title)}\n\n${parts.join("\n\n")}\n`;
}

/** As simple HTML: no image, no style, nothing from elsewhere; the one link is the dashboard's. */
export function formatHtml(message: Message): string {
  const parts = partsOf(message).map(({ heading, lines, as }) => {
    const head = heading === null ? "" : `<p><b>${escapeMarkup(heading)}</b></p>`;
    if (as === "list") return `${head}<ul>${lines.map((line) => `<li>${escapeMarkup(line)}</li>`).join("")}</ul>`;
    const body = lines.map((line) => (line === message.link ? anchor(line) : escapeMarkup(line))).join("<br>");
    return as === "quote" ? `${head}<blockquote>${body}</blockquote>` : `${head}<p>${body}</p>`;
  });
  return `<h2>${escapeMarkup(oneLine(message.alert.title))}</h2>\n${parts.join("\n")}\n`;
}

const anchor = (link: string): string =>
  /^https?:\/\//.test(link)
    ? `<a href="${escapeMarkup(link)}">${escapeMarkup(link)}</a>`
    : `<code>${escapeMarkup(link)}</code>`;

/** Characters that XML 1.0 cannot hold even escaped, surrogates without their half among them. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in XML and HTML, also within quotes. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(NOT_XML, "")
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}
