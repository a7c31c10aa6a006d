import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { initWorkspace } from "../src/pipeline/index.ts";
import { rawRecord } from "../test/helpers/casebook-record.ts";
import { jsonLines, succeed } from "../test/helpers/corrigible.ts";
import { page, URL_OF_RULES, usage } from "../test/helpers/lampwright.ts";
import { makeArchive } from "../test/helpers/ota-archive.ts";
import { writeWarc } from "../test/helpers/web-archive.ts";

/**
 * Keeps a small workspace of a lab that does not exist, made by this release, under test/upgrades/VERSION: later releases
 * must open it. Run it once a release, on the release's own code: `npm run build && npx node tools/keep-workspace.ts`.
 */

/** Everything that `corrigible` keeps for good; the index is derived and locks are of the moment. */
const KEPT = ["corrigible.yaml", "tripwires.yaml", "tracked", "evidence", "keys", "state/alerts.sqlite", "public"];

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const folder = mkdtempSync(join(tmpdir(), "corrigible-keep-"));
async function keep(workspace: string, place: string): Promise<void> {
  const run = (...args: readonly string[]): string => succeed([...args, "--workspace", workspace], { cwd: folder });
  const labs = { services: { Lampwright: { lab: "lampwright" } }, labs: { lampwright: "Lampwright" } };
  initWorkspace(workspace, `corrigible.local/release-${version}`, { ...labs, fictional: ["lampwright"] });
  await makeArchive(join(folder, "archive"), COMMITS);
  write("watch/tracked/lampwright.yaml", `- {service: Lampwright, terms: Usage Rules, url: ${URL_OF_RULES}}\n`);
  write("watch/tripwires.yaml", WIRES);
  write("casebook/lampwright/constraints.yaml", stringify(RECORDS));
  write("crawl.warc.gz", await writeWarc([page("2024-06-01T10:00:00Z", usage("Gambling"))]));
  run("import", "ota", join(folder, "archive"));
  run("import", "casebook", "casebook");
  run("import", "warc", "crawl.warc.gz");
  run("audit");
  const [finding] = jsonLines<{ id: string }>(run("findings", "--json"));
  run("review", "code", String(finding?.id), "--as", "ada", ...CODE);
  run("audit");
  run("tripwire", "run", "--since", "2020-01-01");

  rmSync(place, { recursive: true, force: true });
  for (const name of KEPT) cpSync(join(workspace, name), join(place, "workspace", name), { recursive: true });
  // What this release said of it: ids and proofs are for ever.
  const changes = jsonLines<{ id: string; newVersion: string }>(run("changes", "--json"));
  const { root: logRoot, entries } = JSON.parse(run("verify", "--json")) as { root: string; entries: number };
  const told = { entries, root: logRoot, changes: changes.map(({ id }) => id), finding: finding?.id };
  writeFileSync(join(place, "told.json"), `${JSON.stringify(told, null, 2)}\n`);
  writeFileSync(join(place, "version.proof"), run("prove", String(changes[0]?.newVersion)));
}

function write(path: string, bytes: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

const rules = (...bans: readonly string[]): string =>
  `# Usage Rules\n\nYou may not use our models for the following:\n\n${bans.map((ban) => `* ${ban}\n`).join("")}`;
const PRIVACY = "# Privacy\n\nWe will delete what you give us within 30 days.\n\nWe will never sell your data.\n";

const COMMITS = [
  commit("2024-01-10", "First record of", "Usage Rules", rules("Building bombs", "Military operations", "Gambling")),
  commit("2024-01-11", "First record of", "Privacy", PRIVACY),
  commit("2024-03-10", "Record new changes of", "Usage Rules", rules("Building bombs", "Gambling")),
  commit("2024-04-11", "Record new changes of", "Privacy", PRIVACY.replace("30 days", "180 days")),
];

function commit(day: string, what: string, terms: string, text: string): Parameters<typeof makeArchive>[1][number] {
  return {
    date: `${day}T10:00:00Z`,
    subject: `${what} Lampwright ${terms}`,
    files: { [`Lampwright/${terms}.md`]: text },
  };
}

const RECORDS = [
  rawRecord("constraint-change", {
    id: "lampwright-2024-03-ban",
    lab: "lampwright",
    date: "2024-03-10",
    title: "Lampwright drops a ban",
  }),
  rawRecord("constraint-change", {
    id: "lampwright-2024-04-days",
    lab: "lampwright",
    date: "2024-04-11",
    title: "Lampwright keeps data for longer",
  }),
];

const WIRES = `tripwires:
  - { name: loosened, when: change, direction: loosens, notify: [public] }
channels:
  public: { feed: public/alerts, title: Alerts }
`;

const CODE = ["--bearing", "concerning", "--severity", "2", "--confidence", "0.7"].concat([
  "--rationale",
  "Both versions were read.",
  "--counter",
  "Another rule may still cover it.",
]);

try {
  await keep(join(folder, "watch"), join(root, "test", "upgrades", version));
} finally {
  rmSync(folder, { recursive: true });
}
