import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** What a fetch was not allowed to do: it never left this machine. */
export class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
}

/** As node:dns asks it: every address of a name. */
export type Resolve = (
  hostname: string,
  done: (error: Error | null, addresses: readonly { readonly address: string; readonly family: number }[]) => void,
) => void;

export const systemResolve: Resolve = (hostname, done) =>
  systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) => done(error, addresses ?? []));

/** For tests: all addresses are pages, or those that a function says. */
export type AllowPrivate = boolean | ((url: URL) => boolean);

/** Ports on which the public serves pages. */
const PORTS: ReadonlySet<string> = new Set(["", "80", "443", "8080", "8443"]);
/** Ranges of ipaddr.js that anyone on the Internet reaches: RFC 6890's globally reachable unicast. */
const PUBLIC_RANGES: ReadonlySet<string> = new Set(["unicast"]);

/**
 * Whether an address is one of the public Internet. Not so are loopback, private, link-local (the metadata services of
 * clouds), shared, multicast and reserved ranges, and IPv6 addresses that carry an IPv4 one (mapped, NAT64, 6to4,
 * Teredo), which is judged for what it is.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return PUBLIC_RANGES.has(ipaddr.process(address).range());
}

/**
 * Throws RefusedAddressError for an address of a page that may not be fetched: no http or https, credentials, an odd
 * port, an IP literal that is not public. URL parsing has read "0x7f.1" and "2130706433" as 127.0.0.1 by then (WHATWG URL).
 */
export function checkUrl(url: URL, allowPrivate: AllowPrivate): void {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new RefusedAddressError(`${url.protocol} is no web page`);
  if (url.username !== "" || url.password !== "")
    throw new RefusedAddressError("the address carries a user or password");
  if (typeof allowPrivate === "function" ? allowPrivate(url) : allowPrivate) return;
  if (!PORTS.has(url.port)) throw new RefusedAddressError(`port ${url.port} is not for pages`);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(literal) && !isPublicAddress(literal)) throw new RefusedAddressError(`${literal} is not public`);
}

/**
 * The look-up for connections: asks `resolve` at each connection, and refuses a name that has one address which is not
 * public. The connection goes to the addresses that were judged, so a name that changes its answer gains nothing.
 */
export function guardedLookup(resolve: Resolve, allowPrivate: AllowPrivate): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const bad = allowPrivate === true ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
      if (bad) return callback(new RefusedAddressError(`${hostname} is at ${bad.address}, which is not public`), "", 0);
      const [first] = addresses;
      if (!first) return callback(new Error(`${hostname} has no address`), "", 0);
      if (options.all)
        return callback(
          null,
          addresses.map(({ address, family }) => ({ address, family })),
        );
      callback(null, first.address, first.family);
    });
  };
}
