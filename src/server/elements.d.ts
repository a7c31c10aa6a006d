/** Our custom elements, as JSX knows them. */
declare module "hono/jsx/jsx-runtime" {
  namespace JSX {
    interface IntrinsicElements {
      "date-steps": Record<string, unknown>;
      "pan-zoom": Record<string, unknown>;
      "pass-key": Record<string, unknown>;
      "sort-table": Record<string, unknown>;
      "static-search": Record<string, unknown>;
      "verify-proof": Record<string, unknown>;
    }
  }
}
export {};
