/**
 * Makes the README's pictures from the product itself: `node tools/pictures.ts`, after `npm ci`. Needs Chromium
 * (Debian: apt-get install chromium). Clocks stand still: the pictures change only with the pages.
 */
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BrowserContextOptions, chromium } from "playwright-core";

const ROOT = new URL("../", import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, ROOT));
const env = { ...process.env, CORRIGIBLE_NOW: "2026-06-01T00:00:00Z" };

const DESK = { viewport: { width: 1200, height: 900 }, colorScheme: "light" } as const;
const NIGHT = { ...DESK, colorScheme: "dark" } as const;
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2 } as const;

interface Picture {
  readonly name: string;
  /** Address on the dashboard. */
  readonly address: string;
  readonly way: BrowserContextOptions;
  /** What to bring to the top of the window; the page's beginning unless given. */
  readonly top?: string;
}

const PICTURES: readonly Picture[] = [
  { name: "front", address: "/", way: DESK },
  { name: "front-phone", address: "/", way: PHONE },
  { name: "labs", address: "/labs", way: DESK },
  { name: "lab-card", address: "/labs/openai", way: DESK },
  { name: "change", address: "", way: DESK },
  { name: "change-dark", address: "", way: NIGHT },
  { name: "control", address: "/control?on=2023-11-17&who=openai-chief-executive", way: DESK },
];

async function takePictures(url: string): Promise<void> {
  const executablePath = "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  for (const { name, address, way, top } of PICTURES) {
    const context = await browser.newContext(way);
    const page = await context.newPage();
    await page.goto(url + (address === "" ? gravestChange() : address));
    if (top !== undefined) await page.locator(top).scrollIntoViewIfNeeded();
    await page.screenshot({ path: path(`docs/images/${name}.png`) });
    await context.close();
  }
  await browser.close();
}

/** The page of the example's gravest change. */
function gravestChange(): string {
  const args = ["changes", "--severity", "3", "--subject", "use", "--json", "--workspace", path("demo/example")];
  const { stdout } = spawnSync(path("bin/corrigible"), args, { env, encoding: "utf8" });
  const [line = "{}"] = stdout.split("\n");
  return `/changes/${(JSON.parse(line) as { id: string }).id}`;
}

const server = spawn(path("bin/corrigible"), ["start"], { env, stdio: ["ignore", "pipe", "inherit"] });
try {
  let told = "";
  for await (const chunk of server.stdout) {
    told += String(chunk);
    const [, url] = /^Dashboard +(\S+)/m.exec(told) ?? [];
    if (url === undefined) continue;
    await takePictures(url);
    break;
  }
} finally {
  server.kill();
}
