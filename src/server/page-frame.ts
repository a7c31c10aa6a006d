import { createHash } from "node:crypto";
import { html, type Html, trusted } from "./html.ts";

/**
 * A whole page: no script, nothing from elsewhere, and a policy that forbids both. The one style sheet is named by its
 * hash, so that archive text could not bring another.
 */
export function renderPage(page: { readonly title: string; readonly style: string; readonly body: Html }): string {
  const { title, style, body } = page;
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const whole = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${policy}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="referrer" content="no-referrer" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      ${trusted(`<style>${style}</style>`)}
    </head>
    <body>
      ${body}
    </body>
  </html>`;
  return `<!doctype html>\n${whole.toString()}\n`;
}
