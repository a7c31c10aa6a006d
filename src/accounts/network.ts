import ipaddr from "ipaddr.js";

/** Of an IPv6 address, the part that one visitor usually has for themselves, in bits. */
const NETWORK_BITS = 64;

/**
 * Whom a limit counts by an IP address: IPv4 by all of it, also where it is written as IPv6; IPv6 by its /64, of which a
 * visitor has every address. What is no IP address is counted as it is.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`;
}
