import type { Memento, Original } from "./resource.ts";

/** Where each part of Memento (RFC 7089) is on this site. */
export const TIMEGATE = "/timegate/";
export const TIMEMAP_LINK = "/timemap/link/";
export const TIMEMAP_JSON = "/timemap/json/";
export const MEMENTO = "/memento/";

/** "2024-06-18T06:00:00Z" as "20240618060000". */
export const stampOf = (instant: string): string => instant.replaceAll(/\D/g, "");

/** "20240618060000" as "2024-06-18T06:00:00Z"; null for what is no time. */
export function instantOfStamp(stamp: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  if (!parts) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

/** As HTTP has it (RFC 9110, section 5.6.7): "Tue, 18 Jun 2024 06:00:00 GMT". */
export const httpDate = (instant: string): string => new Date(instant).toUTCString();

const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** The instant of an Accept-Datetime; null for what is none (RFC 7089, section 2.1.1.3), also for a day that never was. */
export function instantOfHttpDate(text: string): string | null {
  const milliseconds = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) return null;
  const date = new Date(milliseconds);
  return date.toUTCString() === text ? `${date.toISOString().slice(0, "2024-06-18T06:00:00".length)}Z` : null;
}

export const mementoAddress = (base: string, { url }: Original, { instant }: Memento): string =>
  `${base}${MEMENTO}${stampOf(instant)}/${url}`;

export interface LinkEntry {
  readonly address: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** What the page of an original says of its history: where to ask for a time, and where all times are. */
export const gateLinks = (base: string, url: string): LinkEntry[] => [
  { address: `${base}${TIMEGATE}${url}`, attributes: [["rel", "timegate"]] },
  {
    address: `${base}${TIMEMAP_LINK}${url}`,
    attributes: [
      ["rel", "timemap"],
      ["type", "application/link-format"],
    ],
  },
];

/** Where the original, its gate and its maps are. */
export function linksAround(base: string, { url, mementos }: Original): LinkEntry[] {
  const [first, last] = [mementos[0] as Memento, mementos.at(-1) as Memento];
  const span = [
    ["from", httpDate(first.instant)],
    ["until", httpDate(last.instant)],
  ] as const;
  return [
    { address: url, attributes: [["rel", "original"]] },
    { address: `${base}${TIMEGATE}${url}`, attributes: [["rel", "timegate"]] },
    ...(
      [
        [TIMEMAP_LINK, "application/link-format"],
        [TIMEMAP_JSON, "application/json"],
      ] as const
    ).map(([place, type]) => ({
      address: `${base}${place}${url}`,
      attributes: [["rel", "timemap"], ["type", type], ...span] as const,
    })),
  ];
}

/** One state among others: its place in the history stands in its relation. */
export function mementoLink(base: string, original: Original, at: number, around?: number): LinkEntry {
  const memento = original.mementos[at] as Memento;
  const relations = [
    ...(at === 0 ? ["first"] : []),
    ...(around !== undefined && at === around - 1 ? ["prev"] : []),
    ...(around !== undefined && at === around + 1 ? ["next"] : []),
    ...(at === original.mementos.length - 1 ? ["last"] : []),
    "memento",
  ];
  return {
    address: mementoAddress(base, original, memento),
    attributes: [
      ["rel", relations.join(" ")],
      ["datetime", httpDate(memento.instant)],
    ],
  };
}

/** A state with its neighbours and the ends of the history. */
export function neighbours(base: string, original: Original, memento: Memento): LinkEntry[] {
  const at = original.mementos.indexOf(memento);
  const last = original.mementos.length - 1;
  const places = new Set([0, at - 1, at, at + 1, last].filter((place) => place >= 0 && place <= last));
  return [...places].map((place) => mementoLink(base, original, place, at));
}

/** As RFC 8288 writes links. Addresses are those of the URL standard: none has an angle bracket. */
export function formatLinks(links: readonly LinkEntry[], between = ", "): string {
  return links
    .map(({ address, attributes }) => {
      const told = attributes.map(([name, value]) => `; ${name}="${value}"`);
      return `<${address}>${told.join("")}`;
    })
    .join(between);
}
