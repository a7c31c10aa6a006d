/**
 * Custom elements. Each makes better what works without it: no page needs a script. The whole file stays under 15 kB
 * gzipped (a test says so).
 */
import "./date-steps.ts";
import "./pan-zoom.ts";
import "./pass-key.ts";
import "./sort-table.ts";
import "./static-search.ts";
import "./verify-proof.ts";
