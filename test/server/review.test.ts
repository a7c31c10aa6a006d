import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { disableUser, enableUser, findUser, listSessions, OPERATOR } from "../../src/accounts/index.ts";
import { openEvidence } from "../../src/evidence/index.ts";
import { openWorkspace, readReviewActs } from "../../src/pipeline/index.ts";
import { takeLock } from "../../src/std/index.ts";
import { serveAccounts, type ServedAccounts } from "../helpers/accounts.ts";
import { sendSlowly } from "../helpers/send-slowly.ts";
import { PASSWORD, Visitor } from "../helpers/visitor.ts";
import { CHROMIUM, launch, WHY_NO_BROWSER } from "../helpers/browser.ts";
import { runHere } from "../helpers/in-process.ts";

let served: ServedAccounts;
beforeAll(async () => {
  served = await serveAccounts({ ada: "reviewer", grace: "reviewer", edith: "editor", hal: "respondent" });
});
afterAll(() => served.stop());

const acts = () => readReviewActs(openEvidence(openWorkspace(served.workspace).evidence));

/** Ids of the findings on a lab, as its list shows them. */
async function findingsOn(lab: string): Promise<string[]> {
  const list = await (await fetch(`${served.url}/findings?lab=${lab}`)).text();
  return [...new Set([...list.matchAll(/href="\/findings\/([0-9a-f]{16})"/g)].map(([, id = ""]) => id))];
}

async function formTokenOf(visitor: Visitor): Promise<string> {
  const page = await (await visitor.get("/account")).text();
  return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? "";
}

const CODE = {
  bearing: "concerning",
  severity: "2",
  confidence: "0.8",
  rationale: "The board was told late.",
  counter: "The minutes are not public.",
};

describe.skipIf(CHROMIUM === null)(`two reviewers, an editor and the lab${WHY_NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await launch()));
  afterAll(() => browser.close());

  /** A browser of its own in which somebody is signed in. */
  async function signIn(name: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${served.url}/sign-in?next=/review`);
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    return page;
  }

  /** Fills the form of an act on the page of a finding, opened where it is folded, and sends it. */
  async function send(page: Page, act: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const form = page.locator(`form[action$="/${act}"]`);
    if (!(await form.isVisible())) await page.locator(`details:has(form[action$="/${act}"]) > summary`).click();
    for (const [name, value] of Object.entries(fields)) {
      const field = form.locator(`[name="${name}"]`);
      if ((await form.locator(`select[name="${name}"]`).count()) > 0) await field.selectOption(value);
      else await field.fill(value);
    }
    await form.locator("button").click();
    await page.waitForURL(/#acts$/);
  }

  test("bring one finding from proposal to publication, with a reply", async () => {
    const [id = ""] = await findingsOn("openai");
    const address = `${served.url}/findings/${id}`;
    const [ada, grace, edith, hal] = (await Promise.all(["ada", "grace", "edith", "hal"].map(signIn))) as [
      Page,
      Page,
      Page,
      Page,
    ];

    await ada.locator(`a[href="/findings/${id}"]`).click();
    await send(ada, "code", CODE);
    expect(await ada.locator("main").innerText()).toContain("The board was told late.");
    await ada.goto(`${served.url}/review`);
    expect(await ada.locator(`a[href="/findings/${id}"]`).count()).toBe(0);

    await grace.goto(address);
    expect(await grace.locator("main").innerText()).not.toContain("The board was told late.");
    await send(grace, "code", { ...CODE, severity: "3", confidence: "0.6", rationale: "It was a breach." });
    expect(await grace.locator("main").innerText()).toContain("The board was told late.");
    await send(grace, "reconcile", { bearing: "concerning", severity: "2", rationale: "Late, but it was told." });

    expect(await grace.locator("form[action$='/notice']").count()).toBe(0);
    await edith.goto(address);
    await send(edith, "notice", {});
    expect(await edith.locator("form[action$='/accept']").count()).toBe(0);

    await hal.goto(address);
    expect(await hal.locator("form[action^='/findings']").count()).toBe(1);
    await send(hal, "reply", { from: "Policy team", text: "We told the board on the same day." });

    await edith.reload();
    await send(edith, "accept", { rationale: "The reply names no record of it." });
    expect(
      acts()
        .filter(({ finding }) => finding === id)
        .map(({ act, by }) => `${by}: ${act}`),
    ).toEqual(["ada: code", "grace: code", "grace: reconcile", "edith: notice", "hal: reply", "edith: accept"]);

    // Published: a reader without an account sees it as soon as the index has followed.
    await vi.waitFor(
      async () => {
        const shown = await (await fetch(address)).text();
        expect(shown).toContain("· accepted ·");
        expect(shown).toContain("We told the board on the same day.");
      },
      { timeout: 60_000, interval: 500 },
    );
    const listed = await (await fetch(`${served.url}/findings?state=accepted`)).text();
    expect(listed).toContain(`/findings/${id}`);
    expect(served.defects).toEqual([]);
  });
});

test("what cannot follow, or is not as it should be, comes back with a line and what was typed", async () => {
  const [, id = ""] = await findingsOn("openai");
  const ada = new Visitor(served.url);
  await ada.signIn("ada");
  const wrong = await ada.post(`/findings/${id}/code`, { ...CODE, confidence: "1.5" });
  expect(wrong.status).toBe(422);
  const page = await wrong.text();
  expect(page).toContain('role="alert"');
  expect(page).toContain("The board was told late.");

  expect((await ada.post(`/findings/${id}/code`, CODE)).status).toBe(303);
  const twice = await ada.post(`/findings/${id}/code`, CODE);
  expect(twice.status).toBe(422);
  expect(await twice.text()).toContain("ada has coded it already");
  const early = await ada.post(`/findings/${id}/reconcile`, { bearing: "mixed", severity: "1", rationale: "Alone." });
  expect(await early.text()).toContain("it needs the codes of 2 reviewers");
  expect((await ada.post("/findings/0000000000000000/code", CODE)).status).toBe(404);
});

test("a form that comes in slowly is of no effect once its sender is disabled, and what was written comes back", async () => {
  const [id = ""] = await findingsOn("anthropic");
  const edith = new Visitor(served.url);
  await edith.signIn("edith");
  const token = await formTokenOf(edith);
  const before = acts().length;
  const body = new URLSearchParams({ "form-token": token, rationale: "An hour's work." });
  const headers = {
    cookie: edith.cookie,
    "content-type": "application/x-www-form-urlencoded",
    "sec-fetch-site": "same-origin",
  };
  // Its last use is written down to the minute: it shows when the server has let the form in.
  served.advance(120_000);
  const { id: user } = findUser(served.accounts, "edith");
  const used = (): string | undefined => listSessions(served.accounts, user)[0]?.used;
  const last = used();
  const sent = { headers, body: body.toString() };
  const answer = await sendSlowly(`${served.url}/findings/${id}/no-notice`, sent, async () => {
    await vi.waitFor(() => expect(used()).not.toBe(last), 10_000);
    disableUser(served.accounts, "edith", OPERATOR);
  });
  expect([answer.status, await answer.text()]).toEqual([
    401,
    expect.stringContaining("An hour&#39;s work.</textarea>"),
  ]);
  expect(acts()).toHaveLength(before);
  enableUser(served.accounts, "edith", OPERATOR);
});

test("what was written when the session is over comes back, to those who sent it from a page of ours", async () => {
  const visitor = new Visitor(served.url);
  const [id = ""] = await findingsOn("anthropic");
  const over = await visitor.post(`/findings/${id}/code`, { ...CODE, rationale: "An hour's <work>.\nAnd more." });
  expect(over.status).toBe(401);
  const page = await over.text();
  expect(page).toContain("An hour&#39;s &lt;work&gt;.\nAnd more.</textarea>");
  expect(page).toContain(`${CODE.counter}</textarea>`);
  expect(page).toContain(`/sign-in?next=%2Ffindings%2F${id}`);
  const foreign = await visitor.post(`/findings/${id}/code`, CODE, { "sec-fetch-site": "cross-site" });
  expect(await foreign.text()).not.toContain(CODE.counter);
  const password = await (await visitor.post("/account/password", { current: "a secret of mine" })).text();
  expect(password).not.toContain("a secret of mine");
});

test("what one reviewer wrote is read nowhere by another before the second code, in a copy either", async () => {
  const [id = ""] = await findingsOn("anthropic");
  const secret = "Nobody may read this yet.";
  const [ada, grace] = [new Visitor(served.url), new Visitor(served.url)];
  await Promise.all([ada.signIn("ada"), grace.signIn("grace")]);
  expect((await ada.post(`/findings/${id}/code`, { ...CODE, rationale: secret })).status).toBe(303);
  const name = `review/${id}/0`;
  const evidence = openEvidence(openWorkspace(served.workspace).evidence);
  const { index = -1, blob = "" } =
    [...evidence.entries()]
      .map(({ index, entry }) => ({ index, entry }))
      .filter(({ entry }) => entry.type === "input" && `${entry.source}/${entry.name}` === name)
      .map(({ index, entry }) => ({ index, blob: entry.type === "input" ? entry.blob : "" }))[0] ?? {};
  const names = [name, String(index), blob];
  const paths = [`/findings/${id}`, `/api/v1/findings/${id}`, "/search?q=Nobody", "/evidence"].concat(
    names.flatMap((one) => [`/evidence/${one}`, `/text/${one}`, `/proof/${one}`, `/api/v1/evidence/${one}`]),
  );
  const readBy = async (visitor: Visitor): Promise<string[]> => {
    const answers = await Promise.all(
      paths.map(async (path) => [path, await (await visitor.get(path)).text()] as const),
    );
    return answers.filter(([, text]) => text.includes(secret)).map(([path]) => path);
  };
  expect(await readBy(new Visitor(served.url))).toEqual([]);
  expect(await readBy(grace)).toEqual([]);
  expect(await readBy(ada)).toContain(`/text/${name}`);

  const copy = join(served.workspace, "..", "copy");
  await bringUp();
  expect(await runHere(["publish", copy, "--workspace", served.workspace])).toMatchObject({ code: 0 });
  expect(await holding(copy, secret)).toEqual([]);

  expect((await grace.post(`/findings/${id}/code`, CODE)).status).toBe(303);
  expect(await readBy(new Visitor(served.url))).toContain(`/text/${name}`);

  // Whoever has seen two codes gives no third.
  const edith = new Visitor(served.url);
  await edith.signIn("edith");
  const page = await (await edith.get(`/findings/${id}`)).text();
  expect(page).toContain(`action="/findings/${id}/reconcile"`);
  expect(page).not.toContain(`action="/findings/${id}/code"`);
  const third = await edith.post(`/findings/${id}/code`, CODE);
  expect(third.status).toBe(422);
  expect(await third.text()).toContain("2 reviewers have coded it already");
  expect(await (await edith.get("/review")).text()).not.toContain(`/findings/${id}`);
  expect(await (await grace.get("/review")).text()).toContain(`/findings/${id}`);
});

/** Audits until the index is not behind: the server follows by itself at the same time. */
async function bringUp(): Promise<void> {
  await vi.waitFor(
    async () => expect(await runHere(["audit", "--workspace", served.workspace])).toMatchObject({ code: 0 }),
    {
      timeout: 20_000,
      interval: 200,
    },
  );
}

/** Files below a folder that hold a text, plainly or as gzip. */
async function holding(folder: string, text: string): Promise<string[]> {
  const found = [];
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = await readFile(join(file.parentPath, file.name));
    const plain = file.name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
    if (plain.includes(text)) found.push(file.name);
  }
  return found;
}

test("a busy log is told as such, with what was typed, and nothing of the machine", async () => {
  const [, id = ""] = await findingsOn("anthropic");
  const ada = new Visitor(served.url);
  await ada.signIn("ada");
  const { stateDir } = openWorkspace(served.workspace);
  const lock = takeLock(join(stateDir, "evidence.lock"), "test");
  const busy = await ada.post(`/findings/${id}/code`, CODE);
  lock.release();
  expect(busy.status).toBe(503);
  expect(busy.headers.get("retry-after")).toBe("30");
  const page = await busy.text();
  expect(page).toContain("Another command is writing the log");
  expect(page).toContain("The board was told late.");
  expect(page).not.toContain(served.workspace);
  expect((await ada.post(`/findings/${id}/code`, CODE)).status).toBe(303);
});

test("a lab answers findings on itself alone, and says nothing of what came of it", async () => {
  const hal = new Visitor(served.url);
  await hal.signIn("hal");
  const reply = { from: "Policy team", date: "2026-08-03", text: "This is wrong." };
  const [other = ""] = await findingsOn("anthropic");
  expect((await hal.post(`/findings/${other}/reply`, reply)).status).toBe(403);
  const [, own = ""] = await findingsOn("openai");
  expect((await hal.post(`/findings/${own}/reply`, { ...reply, effect: "It is withdrawn." })).status).toBe(422);
  expect((await hal.post(`/findings/${own}/reply`, reply)).status).toBe(303);
  const page = await (await hal.get(`/findings/${own}`)).text();
  expect(page).toContain("This is wrong.");
  expect(page).toContain("what it changes is for the reviewers to say");
  expect((await hal.get("/review")).status).toBe(403);
});
