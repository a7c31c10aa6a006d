import { checkUrl, guardedLookup, isPublicAddress, RefusedAddressError } from "../../../src/sources/http/address.ts";
import { pageKey, readReplay } from "../../../src/sources/warc/page-key.ts";
import { demand, type Target, textOf, unlessRefused } from "../target.ts";

/**
 * Written so that no library has a say: what everybody knows to be this machine or its network. Four numbers, all of them: a name
 * may begin as an address does (`169.254.1a`) and is then looked up, where the guard stands.
 */
const PRIVATE =
  /^(?:(?:127|10|0)(?:\.\d+){3}|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2})$|^\[(?:::1|::|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*|::ffff:.*)\]$/i;

/** Addresses of pages: a RefusedAddressError or one that may be fetched, which is never this machine's network. */
export const target: Target = {
  name: "address",
  seeds: [
    "https://a.example:8443/terms?q=1#top",
    "http://2130706433/",
    "http://[::ffff:10.0.0.1]/",
    "https://u:p@0x7f.1/",
    "http://web.example/web/20240110180000id_/https://a.example/terms/",
    "http://[64:ff9b::7f00:1]:80/",
    "169.254.169.254",
  ],
  run(input) {
    const text = textOf(input);
    isPublicAddress(text);
    const key = pageKey(text);
    const replay = readReplay(text);
    demand(replay === null || (pageKey(replay.url) !== null && Number.isFinite(replay.at)), "a replay is of a page");
    if (!URL.canParse(text)) return;
    const url = new URL(text);
    if (key !== null) demand(pageKey(url.href) === key, "a page has one key");
    const allowed = unlessRefused(() => (checkUrl(url, false), true), RefusedAddressError) === true;
    if (!allowed) return;
    demand(!PRIVATE.test(url.hostname), `${url.hostname} is refused`);
    guardedLookup((_, done) => done(null, [{ address: text, family: 4 }]), false)(url.hostname, {}, () => {});
  },
};
