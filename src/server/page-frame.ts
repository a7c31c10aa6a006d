import { createHash } from "node:crypto";
import { STYLE } from "./assets.ts";
import { showInvisible } from "./text.ts";

/**
 * A whole page in one file: no script, nothing from elsewhere, and a policy that forbids both. The one style sheet is
 * named by its hash, so that archive text could not bring another. `title` is text, `body` is markup of ours.
 */
export function renderFile({ title, body }: { readonly title: string; readonly body: string }): string {
  const hash = createHash("sha256").update(STYLE.text).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const heading = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return showInvisible(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="color-scheme" content="light dark" />
<title>${heading}</title>
<style>${STYLE.text}</style>
</head>
<body>
${body}
</body>
</html>
`);
}
