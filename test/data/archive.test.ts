import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { succeed } from "../helpers/corrigible.ts";
import { dataFolder, WHY_SKIPPED } from "../helpers/data.ts";

/** The public archive of AI services' policies, where it is at hand. */
const DATA = dataFolder();

interface Shown {
  readonly date: string;
  readonly kind: string;
  readonly direction: string;
  readonly disclosed: string;
  readonly old: { readonly text: string; readonly path: readonly string[] } | null;
  readonly nearest: { readonly text: string; readonly coverage: number } | null;
  readonly oldVersion: string;
  readonly newVersion: string;
}

describe.skipIf(DATA === null)(`the essay's example${WHY_SKIPPED}`, () => {
  let workspace: string;
  let military: Shown | undefined;

  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), "corrigible-archive-"));
    succeed(["init", "."], { cwd: workspace });
    succeed(["import", "ota", join(DATA ?? "", "archives", "genai-contrib-versions.bundle")], { cwd: workspace });
    succeed(["audit"], { cwd: workspace });
    const changes = succeed(["changes", "--lab", "openai", "--severity", "3", "--json"], { cwd: workspace });
    const shown = changes
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Shown);
    military = shown.find(({ old }) => old?.text === "Military and warfare");
  });

  afterAll(() => rmSync(workspace, { recursive: true, force: true }));

  test("on 10 January 2024 the ban left OpenAI's usage policies, and their note does not say so", () => {
    expect(military).toMatchObject({
      date: expect.stringMatching(/^2024-01-10T/),
      kind: "removed",
      direction: "loosens",
      disclosed: "no",
    });
    expect(military?.old?.path.join(" › ")).toMatch(/We don.t allow the use of our models.*risk of physical harm/);
    const text = succeed(["changes", "--lab", "openai", "--severity", "3", "--until", "2024-01-10"], {
      cwd: workspace,
    });
    expect(text.replaceAll(/\s+/g, " ")).toContain("to be clearer and provide more service-specific guidance");
  });

  test("the nearest clause that is left speaks of weapons, and covers little of it", () => {
    expect(military?.nearest?.text).toContain("weapons");
    expect(military?.nearest?.coverage).toBeGreaterThan(0);
    expect(military?.nearest?.coverage).toBeLessThan(0.5);
  });

  test("both versions are proved, without the workspace", () => {
    for (const version of [military?.oldVersion ?? "", military?.newVersion ?? ""]) {
      const proof = join(workspace, "one.proof");
      writeFileSync(proof, succeed(["prove", version], { cwd: workspace }));
      expect(succeed(["verify", proof], { cwd: tmpdir() })).toContain("Acceptable Use Policy");
    }
  });
});
