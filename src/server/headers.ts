/** What a page may load and send: nothing from elsewhere, no inline script or style. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
];

/** The same in the page itself, for hosts of files that set no headers. Who may frame a page only a header can say. */
export const POLICY_OF_COPY = POLICY.join("; ");

/**
 * Headers of every answer. Nothing from elsewhere, no inline script or style, no frame: should archive text ever get
 * into markup, it still could not run, load or send anything.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [...POLICY, "frame-ancestors 'none'"].join("; "),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
};
