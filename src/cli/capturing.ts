import type { Capturing } from "../pipeline/index.ts";
import { findChromium, loadBrowser, loadHttp } from "../sources/index.ts";
import type { Context } from "./context.ts";
import { readSoftware } from "./version.ts";

/** What asks for pages, to be closed after use. */
export interface OpenCapturing extends Capturing {
  close(): Promise<void>;
}

/**
 * Opens what asks for pages: HTTP, and the Chromium that is installed, started at the first page that scripts make.
 * `delayMs`: between two pages of one host.
 */
export async function openCapturing(context: Context, delayMs?: number): Promise<OpenCapturing> {
  const { allowPrivate, clock, browserWithoutSandbox: noSandbox } = context;
  const { Fetcher } = await loadHttp();
  const userAgent = `${await readSoftware()} (watches policies of AI labs)`;
  const fetcher = new Fetcher({ userAgent, allowPrivate, clock, ...(delayMs === undefined ? {} : { delayMs }) });
  const executable = findChromium();
  const missing = executable === null ? NO_CHROMIUM : isRoot() && !noSandbox ? NO_ROOT : null;
  let renderer: InstanceType<Awaited<ReturnType<typeof loadBrowser>>["Renderer"]> | null = null;
  return {
    fetcher,
    render: async (capture) => {
      if (executable === null || missing !== null) return { ...capture, outcome: "script-only", detail: missing ?? "" };
      const { Renderer } = await loadBrowser();
      renderer ??= new Renderer({ executable, fetcher, noSandbox });
      return renderer.render(capture);
    },
    close: async () => {
      await renderer?.close();
      await fetcher.close();
    },
  };
}

const NO_CHROMIUM = "the page is made by scripts; install Chromium to read it (Debian: apt-get install chromium)";
const NO_ROOT =
  "the page is made by scripts, and root's Chromium has no sandbox: run as another user, or set CORRIGIBLE_BROWSER_NO_SANDBOX=1";
const isRoot = (): boolean => process.getuid?.() === 0;
