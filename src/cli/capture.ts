import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { capturePages } from "../pipeline/index.ts";
import { type Capture, headerOf } from "../sources/index.ts";
import { formatWarc } from "../sources/http/index.ts";
import { EXIT, UserError } from "../std/index.ts";
import { openCapturing } from "./capturing.ts";
import type { Context } from "./context.ts";
import { count, oneLine, painter } from "./terminal.ts";
import { readSoftware } from "./version.ts";
import { writeText } from "./write-text.ts";

/** `corrigible capture URL` */
export function captureCommand(context: Context): Command {
  return new Command("capture")
    .description(
      "Fetches one page, politely and safely, and says what it is: the document, or what stands in its place. " +
        "Exit 0 for a document, 1 for what is none, 3 where nothing could be fetched.",
    )
    .argument("<url>", "address of the page")
    .option("--warc <file>", "keep every exchange as WARC records in this new file (.warc.gz)")
    .option("--render", "let the Chromium that is installed make the page as its scripts do")
    .option("--etag <value>", "the page's ETag of the last time: ask for it only if it changed")
    .option("--json", "print one JSON object, without the body")
    .addHelpText("after", "\nExample:\n  corrigible capture https://example.com/terms --warc terms.warc.gz\n")
    .action((url: string, options: CaptureOptions) => run(context, url, options));
}

interface CaptureOptions {
  readonly warc?: string;
  readonly render?: true;
  readonly etag?: string;
  readonly json?: true;
}

async function run(context: Context, url: string, { warc, render, etag, json }: CaptureOptions): Promise<void> {
  const file = warc === undefined ? null : resolve(context.cwd, warc);
  if (file !== null && existsSync(file)) throw new UserError(`--warc: ${warc} is there already; name a new file`);
  const capturing = await openCapturing(context);
  try {
    const pages = { pages: [{ url }], render: render === true };
    const [capture] = await capturePages(pages, capturing, () => ({ etag }));
    if (!capture) throw new Error("one page has one capture");
    const software = await readSoftware();
    if (file !== null && capture.hops.length > 0) writeText(file, await formatWarc([capture], software));
    context.stdout.write(json ? `${JSON.stringify(asJson(capture))}\n` : formatCapture(context, capture, warc));
    refuseNothing(capture);
  } finally {
    await capturing.close();
  }
}

function refuseNothing({ outcome, detail, requested }: Capture): void {
  if (outcome === "document" || outcome === "unchanged") return;
  const outside = outcome === "failed" || outcome === "refused";
  throw new UserError(
    `${oneLine(requested)}: ${outcome}${detail === "" ? "" : `, ${oneLine(detail)}`}`,
    outside ? EXIT.outside : EXIT.problem,
  );
}

const asJson = ({ requested, url, outcome, detail, hops, mediaType, charset, body, rendered }: Capture) => ({
  requested,
  url,
  outcome,
  detail,
  status: hops.at(-1)?.status ?? null,
  mediaType,
  charset,
  bytes: body?.byteLength ?? null,
  etag: headerOf(hops.at(-1)?.headers ?? [], "etag") ?? null,
  lastModified: headerOf(hops.at(-1)?.headers ?? [], "last-modified") ?? null,
  rendered: rendered !== undefined,
  hops: hops.map((hop) => ({ url: hop.url, status: hop.status, at: hop.at, bytes: hop.body.byteLength })),
});

function formatCapture(context: Context, capture: Capture, warc: string | undefined): string {
  const { outcome, hops, url, mediaType, charset, body } = capture;
  const last = hops.at(-1);
  const lines = [painter(context)("bold", outcome)];
  if (last) lines.push(`  ${oneLine(url)}: status ${last.status}, after ${count(hops.length - 1, "redirect")}`);
  if (body !== null)
    lines.push(`  ${mediaType ?? "unknown type"}, ${charset ?? "no charset"}, ${count(body.byteLength, "byte")}`);
  const exchanges = hops.length + (capture.rendered?.hops.length ?? 0);
  if (warc !== undefined && last) lines.push(`  ${count(exchanges, "exchange")} in ${oneLine(warc)}`);
  return `${lines.join("\n")}\n`;
}
