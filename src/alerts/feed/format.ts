import type { Message } from "../channel.ts";
import { escapeMarkup, formatHtml, formatText, titleOf } from "../words.ts";

/** What a feed is of. */
export interface Feed {
  readonly title: string;
  /** Names the feed for good: `urn:corrigible:…`. */
  readonly id: string;
  readonly dashboard: string | null;
  /** Newest first. */
  readonly messages: readonly Message[];
}

const idOf = ({ alert }: Message): string => `urn:corrigible:alert:${alert.id}`;
const urlOf = ({ link }: Message): string | null => (/^https?:\/\//.test(link) ? link : null);
/** A feed of nothing has been changed at no time that we know. */
const NEVER = "1970-01-01T00:00:00.000Z";

/** As Atom 1.0, RFC 4287. */
export function formatAtom({ title, id, dashboard, messages }: Feed): string {
  const entries = messages.map((message) => {
    const url = urlOf(message);
    return [
      "  <entry>",
      `    <id>${idOf(message)}</id>`,
      `    <title>${escapeMarkup(titleOf(message))}</title>`,
      `    <updated>${message.at}</updated>`,
      ...(url === null ? [] : [`    <link rel="alternate" href="${escapeMarkup(url)}"/>`]),
      `    <category term="${escapeMarkup(message.alert.tripwire)}"/>`,
      `    <content type="html">${escapeMarkup(formatHtml(message))}</content>`,
      "  </entry>\n",
    ].join("\n");
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${escapeMarkup(id)}</id>
  <title>${escapeMarkup(title)}</title>
  <updated>${messages[0]?.at ?? NEVER}</updated>
  <author><name>Corrigible</name></author>
${dashboard === null ? "" : `  <link rel="alternate" href="${escapeMarkup(dashboard)}/tripwires"/>\n`}${entries.join("")}</feed>
`;
}

/** As JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/. */
export function formatJsonFeed({ title, dashboard, messages }: Feed): string {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title,
    ...(dashboard === null ? {} : { home_page_url: `${dashboard}/tripwires` }),
    items: messages.map((message) => {
      const url = urlOf(message);
      return {
        id: idOf(message),
        ...(url === null ? {} : { url }),
        title: titleOf(message),
        content_text: formatText(message),
        date_published: message.at,
        tags: [message.alert.tripwire, message.alert.lab],
      };
    }),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}
