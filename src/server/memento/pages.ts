import { BadRequest, type Download, NotFound, type Page, type PageRequest } from "../page.ts";
import type { Site } from "../site.ts";
import {
  formatLinks,
  httpDate,
  instantOfHttpDate,
  instantOfStamp,
  linksAround,
  MEMENTO,
  mementoAddress,
  mementoLink,
  neighbours,
  stampOf,
  TIMEGATE,
  TIMEMAP_JSON,
  TIMEMAP_LINK,
} from "./links.ts";
import { findOriginal, type Memento, type Original, stateAt } from "./resource.ts";

/** Leads to the state in force at the time that a visitor names; without one, to the newest. */
export const timegatePage: Page = async (site, request): Promise<Download> => {
  const { base, acceptDatetime } = request;
  const original = await readOriginal(site, request, TIMEGATE);
  const instant = acceptDatetime === null ? LAST_INSTANT : instantOfHttpDate(acceptDatetime);
  const vary = "accept-datetime";
  if (instant === null) {
    const said = `“Accept-Datetime” is written as ${httpDate(original.mementos[0]?.instant ?? LAST_INSTANT)}.\n`;
    const headers = { vary, link: formatLinks(linksAround(base, original)) };
    return { type: "text/plain; charset=utf-8", bytes: said, status: 400, headers };
  }
  const memento = stateAt(original, instant);
  const location = mementoAddress(base, original, memento);
  const links = [...linksAround(base, original), ...neighbours(base, original, memento)];
  return {
    type: "text/plain; charset=utf-8",
    bytes: `${location}\n`,
    status: 302,
    headers: { location, vary, link: formatLinks(links) },
  };
};

/** After every time that is recorded. */
const LAST_INSTANT = "9999-12-31T23:59:59Z";

/** The recorded text of one state, inert. */
export const mementoPage: Page = async (site, request): Promise<Download> => {
  const { base, address } = request;
  const asked = address.slice(MEMENTO.length);
  const end = asked.includes("/") ? asked.indexOf("/") : asked.length;
  const stamp = asked.slice(0, end);
  const instant = instantOfStamp(stamp);
  if (instant === null) throw new BadRequest(`“${stamp}” is no time: it is written as 20240618060000, in UTC.`);
  const original = await findOriginal(site, base, parseAddress(asked.slice(end + 1)));
  const memento = original.mementos.find((one) => one.instant === instant);
  if (!memento) throw noState(original, instant);
  const links = [
    ...linksAround(base, original),
    ...neighbours(base, original, memento),
    { address: `${base}/evidence/${memento.version}`, attributes: [["rel", "describedby"]] as const },
  ];
  return {
    type: "text/plain; charset=utf-8",
    bytes: site.evidence.blob(memento.blob),
    headers: { "memento-datetime": httpDate(memento.instant), link: formatLinks(links) },
  };
};

function noState(original: Original, instant: string): NotFound {
  const near = stateAt(original, instant);
  return new NotFound(`We hold no state of ${original.url} that was recorded at ${instant}.`, [
    { href: `${MEMENTO}${stampOf(near.instant)}/${original.url}`, text: `the one in force then, of ${near.instant}` },
  ]);
}

/** All states as links (RFC 6690, as RFC 7089 asks). */
export const linkMapPage: Page = async (site, request): Promise<Download> => {
  const { base } = request;
  const original = await readOriginal(site, request, TIMEMAP_LINK);
  const around = linksAround(base, original).map(({ address, attributes }) =>
    address === `${base}${TIMEMAP_LINK}${original.url}`
      ? { address, attributes: attributes.map(([name, value]) => [name, name === "rel" ? "self" : value] as const) }
      : { address, attributes },
  );
  const links = [...around, ...original.mementos.map((_, at) => mementoLink(base, original, at))];
  return { type: "application/link-format; charset=utf-8", bytes: `${formatLinks(links, ",\n")}\n` };
};

/** The same as JSON, in the form that Memento's aggregators use. */
export const jsonMapPage: Page = async (site, request): Promise<Download> => {
  const { base } = request;
  const original = await readOriginal(site, request, TIMEMAP_JSON);
  const { url, mementos } = original;
  const toEntry = (memento: Memento): object => ({
    datetime: memento.instant,
    uri: mementoAddress(base, original, memento),
  });
  const map = {
    original_uri: url,
    timegate_uri: `${base}${TIMEGATE}${url}`,
    timemap_uri: { link_format: `${base}${TIMEMAP_LINK}${url}`, json_format: `${base}${TIMEMAP_JSON}${url}` },
    mementos: {
      first: toEntry(mementos[0] as Memento),
      last: toEntry(mementos.at(-1) as Memento),
      list: mementos.map(toEntry),
    },
  };
  return { type: "application/json; charset=utf-8", bytes: `${JSON.stringify(map, null, 1)}\n` };
};

const readOriginal = (site: Site, { base, address }: PageRequest, place: string): Promise<Original> =>
  findOriginal(site, base, parseAddress(address.slice(place.length)));

/** The address that stands in ours, bare or percent-encoded. Proxies make one slash of two. Throws BadRequest. */
function parseAddress(text: string): string {
  const bare = /^https?%3a/i.test(text) ? decode(text) : text;
  const url = bare.replace(/^(https?):\/+/i, "$1://");
  if (!/^https?:\/\/./i.test(url) || !URL.canParse(url)) {
    throw new BadRequest(`“${bare}” is no address: it begins with https://.`);
  }
  const { href, hash } = new URL(url);
  return hash === "" ? href : href.slice(0, -hash.length);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadRequest(`“${text}” is no address: its percent signs are broken.`);
  }
}
