import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { RecordedChange } from "../../index/index.ts";
import type { ReportData, ReportVersion } from "./data.ts";
import { renderReport } from "./index.ts";

/** What the audited party, or an archive, might write wherever text is taken from it. */
const HOSTILE = `</style><script>alert(1)</script><img src=//evil.example/x onerror='a'> "\u202e\u200b' javascript:1`;

function makeData(text: string): ReportData {
  const version: ReportVersion = { id: text, date: text, logIndex: 7, blob: text, commit: text, path: text };
  const change: RecordedChange = {
    id: text,
    kind: "weakened",
    direction: "loosens",
    subject: "use",
    severity: 3,
    confidence: 0.9,
    old: { text: `old ${text}`, path: [text], start: 0, end: 1 },
    new: { text: `new ${text}`, path: [text], start: 0, end: 1 },
    nearest: { text, coverage: 0.4 },
    disclosed: "no",
    reasons: [text],
    lab: text,
    document: text,
    date: "2024-01-10T18:00:00Z",
    oldVersion: text,
    newVersion: text,
  };
  const removed: RecordedChange = { ...change, kind: "removed", new: null };
  const item = { change, note: text, title: text, old: version, new: version };
  return {
    source: text,
    labs: [text],
    fictional: true,
    workspace: text,
    log: { origin: text, vkey: text, size: 8, root: text, checkpoint: text },
    documents: 1,
    versions: 2,
    firstDate: "2023-01-01T00:00:00Z",
    lastDate: "2024-12-31T00:00:00Z",
    balances: [{ lab: text, name: text, assessments: [] }],
    asOf: text,
    tally: ["a", text].map((lab) => ({ lab, labName: text, direction: "loosens", disclosed: "no", count: 2 })),
    leading: [item, { ...item, change: removed }],
    leadingTotal: 3,
    lanes: [{ label: text, marks: [change, removed] }],
    lanesLeft: 1,
    series: [
      {
        id: text,
        title: text,
        lab: text,
        labName: text,
        versions: 2,
        firstDate: "2023-01-01T00:00:00Z",
        lastDate: "2024-12-31T00:00:00Z",
        quietVersions: 0,
        changes: [change, removed],
        changesTotal: 3,
      },
    ],
    quietDocuments: 1,
    noise: [{ kind: "links", count: 4 }],
  };
}

/** The tags of a page with their attributes, without what stands between them. */
const tagsOf = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];

test("hostile text changes no tag of the page", () => {
  const neutral = tagsOf(renderReport(makeData("x"))).map((tag) => tag.split(" ")[0]);
  const page = renderReport(makeData(HOSTILE));
  expect(tagsOf(page).map((tag) => tag.split(" ")[0])).toEqual(neutral);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("[U+202E]");
  expect(page).not.toMatch(/[\u202e\u200b]/);
});

test("the page runs nothing and asks nobody", () => {
  const page = renderReport(makeData(HOSTILE));
  const tags = tagsOf(page);
  const names = tags.map((tag) => tag.replaceAll(/"[^"]*"/g, "")).join("\n");
  expect(names).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form)/);
  expect(names).not.toMatch(/\s(?:src|srcset|style|on\w+)=/);
  const targets = tags.flatMap((tag) => tag.match(/\shref="[^"]*"/) ?? []);
  expect(targets.length).toBeGreaterThan(0);
  expect(targets.filter((target) => !/^ href="(?:#|cards\/)/.test(target))).toEqual([]);
  expect(page.match(/<style>(.*?)<\/style>/s)?.[1]).not.toMatch(/url\(|@import|expression/);
});

test("its policy allows the one style sheet by its hash, and nothing else", () => {
  const page = renderReport(makeData("x"));
  const style = page.match(/<style>(.*?)<\/style>/s)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
});

test("what is left out is said, with the command that gives it", () => {
  const page = renderReport(makeData("demo/x")).replaceAll(/\s+/g, " ");
  expect(page).toContain("1 more change of severity 2 or 3");
  expect(page).toContain("bin/corrigible changes --severity 2 --workspace demo/x");
  expect(page).toContain("1 older change left out");
  expect(page).toContain("In 1 more document we found no rule");
  expect(page).toContain("1 more lane with fewer changes left out");
});

test("where no clause comes near one that went or came, the page says so", () => {
  const data = makeData("x");
  const [item] = data.leading;
  if (!item) throw new Error("there is a leading change");
  const alone = { ...item.change, nearest: null };
  const removed = { ...item, change: { ...alone, new: null } };
  const added = { ...item, change: { ...alone, old: null } };
  const page = renderReport({ ...data, leading: [removed, added] });
  expect(page).toContain("<dd>No clause of the new text comes near.</dd>");
  expect(page).toContain("<dd>No clause of the old text comes near.</dd>");
});

test("a command in the report quotes what a shell would run", () => {
  expect(renderReport(makeData("$(reboot) it's"))).toContain("prove &#39;$(reboot) it&#39;\\&#39;&#39;s&#39; --workspace");
});

test("an archive in which nothing was found has a report too", () => {
  const page = renderReport({ ...makeData("x"), tally: [], leading: [], leadingTotal: 0, lanes: [], series: [] });
  expect(page.replaceAll(/\s+/g, " ")).toContain("<strong>0 changes that loosen a rule</strong>");
});
