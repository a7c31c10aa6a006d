import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, RefusedError } from "../../src/server/api/client.ts";
import { OPERATIONS } from "../../src/server/api/operations/index.ts";
import { serveHostile } from "../helpers/hostile.ts";
import { serve, serveExample, type Served } from "../helpers/served.ts";
import { CHANGE } from "./addresses.ts";

let served: Served;
let open: Served;
let document: OpenApi;
let validate: (schema: string, value: unknown) => string[];

interface OpenApi {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, { readonly get: Described }>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
interface Described {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: { $ref: string } }>> }>
  >;
}

beforeAll(async () => {
  served = await serveExample();
  open = await serve(served.workspace, undefined, ["--public-url", "https://audits.example.org"]);
  document = (await (await fetch(`${served.url}/api/v1/openapi.json`)).json()) as OpenApi;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "https://corrigible.example/openapi", ...document });
  validate = (schema, value) => {
    const check = ajv.getSchema(`https://corrigible.example/openapi${schema}`);
    if (!check) throw new Error(`the document has no ${schema}`);
    return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
});
afterAll(() => {
  served.stop();
  open.stop();
});

interface Listed {
  readonly asOf: string;
  readonly total: number;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}
const read = async (path: string): Promise<Listed> =>
  (await (await fetch(`${served.url}/api/v1${path}`)).json()) as Listed;

test("the document is OpenAPI 3.1, and an outside validator has nothing against it", async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(document.servers).toEqual([{ url: `${served.url}/api/v1` }]);
  const ids = Object.values(document.paths).map(({ get }) => get.operationId);
  expect(ids).toEqual(OPERATIONS.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(OPERATIONS.map((one) => [one.path, one] as const))("%s", (path, one) => {
  test("answers its example as the document says, and again with 304", async () => {
    const page = await (await fetch(`${served.url}/api`)).text();
    const pattern = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '[^/?"]+');
    const [, address = "none"] = new RegExp(`href="(/api/v1${pattern}(?:\\?[^"]*)?)"`).exec(page) ?? [];
    const answer = await fetch(served.url + address.replaceAll("&amp;", "&"));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
    const value = (await answer.json()) as object;
    const { $ref } = document.paths[path]?.get.responses["200"]?.content["application/json"]?.schema ?? { $ref: "" };
    expect(validate($ref, value)).toEqual([]);
    expect("items" in value ? value.items : [value]).not.toEqual([]);
    const headers = { "if-none-match": answer.headers.get("etag") ?? "" };
    expect((await fetch(answer.url, { headers })).status).toBe(304);
    expect(served.complaints()).toBe("");
  });

  test("tells each filter that it takes, and refuses another as a problem", async () => {
    const told = document.paths[path]?.get.parameters.filter((parameter) => parameter.in === "query");
    expect(told?.map(({ name }) => name)).toEqual(Object.keys(one.query));
    const known: Record<string, string> = { lab: "orrinvale", document: "usage-policy", entry: "41", id: "1" };
    const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name] ?? "");
    const answer = await fetch(`${served.url}/api/v1${address}?colour=red`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    const problem = (await answer.json()) as object;
    expect(validate("#/components/schemas/Problem", problem)).toEqual([]);
    expect(problem).toMatchObject({ title: "Bad Request", status: 400, detail: expect.stringMatching(/“colour”/) });
  });
});

test("the schemas of the document refuse what is no answer", () => {
  expect(validate("#/components/schemas/Change", { id: CHANGE })).not.toEqual([]);
  expect(validate("#/components/schemas/ChangeList", { asOf: "today", total: 0, items: [], next: null })).not.toEqual(
    [],
  );
});

test("changes are those of the page with the same filters", async () => {
  for (const filters of ["direction=loosens", "show=all&subject=use", "lab=orrinvale&disclosed=no&severity=2"]) {
    const page = await (await fetch(`${served.url}/changes?${filters}`)).text();
    const onPage = [...page.matchAll(/<p class="rule">.*?href="\/changes\/([0-9a-f]{16})"/gs)].map(([, id]) => id);
    const { items } = await read(`/changes?${filters}&limit=40`);
    expect(items.map(({ id }) => id)).toEqual(onPage);
    expect(onPage.length).toBeGreaterThan(0);
  }
});

const LISTS = [
  ["/changes?show=all", 7],
  ["/documents?", 1],
  ["/documents/orrinvale/usage-policy/versions?", 3],
  ["/findings?lab=openai", 7],
  ["/measures?eval=deception", 11],
  ["/labs?", 9],
  ["/promises?", 11],
  ["/incidents?", 13],
  ["/evals?", 4],
  ["/evidence?type=version", 17],
] as const;

test.each(LISTS)("%s part by part is the whole, each item once", async (path, limit) => {
  const parts: unknown[] = [];
  let total = -1;
  for (let address: string | null = `/api/v1${path}&limit=${limit}`; address !== null;) {
    const answer: Response = await fetch(new URL(address, served.url));
    const list = (await answer.json()) as Listed;
    expect(list.items.length).toBeLessThanOrEqual(limit);
    parts.push(...list.items);
    total = list.total ?? parts.length;
    // The way to the next part stands in the answer and in its header.
    const [, link = null] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get("link") ?? "") ?? [];
    expect(link === null).toBe(list.next === null);
    expect(link === null ? null : new URL(link).searchParams.get("cursor")).toBe(list.next);
    address = link;
  }
  expect(parts).toHaveLength(total);
  expect(new Set(parts.map((item) => JSON.stringify(item))).size).toBe(total);
  const { items } = await read(`${path}&limit=200`);
  expect(parts.slice(0, items.length)).toEqual(items);
});

test.each([
  ["/changes?limit=0", 400, /a limit is a number from 1/],
  ["/changes?limit=201", 400, /a limit is at most 200/],
  ["/changes?cursor=nonsense", 400, /“cursor” is none of this list/],
  [`/changes?cursor=${Buffer.from('["x"]').toString("base64url")}`, 400, /“cursor” is none of this list/],
  [`/evidence?cursor=${Buffer.from("[1.5]").toString("base64url")}`, 400, /“cursor” is none of this list/],
  ["/changes?as-of=yesterday", 400, /a day is written as/],
  ["/changes?lab=nobody", 404, /We know of no lab “nobody”/],
  ["/cards/__proto__", 404, /We know of no lab/],
  ["/findings/0000", 404, /We know of no finding 0000/],
  ["/documents/orrinvale/usage-policy/versions/7000", 404, /has no version 7000/],
  [
    "/documents/orrinvale/usage-policy?as-of=1999-01-01",
    404,
    /No version of orrinvale\/usage-policy is recorded up to/,
  ],
  ["/evidence/no-such", 404, /The log has no entry/],
  ["/nothing", 404, /There is nothing at \/api\/v1\/nothing/],
] as const)("%s is a problem", async (path, status, detail) => {
  const answer = await fetch(`${served.url}/api/v1${path}`);
  const problem = (await answer.json()) as object;
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(validate("#/components/schemas/Problem", problem)).toEqual([]);
  expect(problem).toMatchObject({ status, detail: expect.stringMatching(detail) });
  expect(answer.status).toBe(status);
});

describe("as of a day", () => {
  const DAY = "2024-06-18";

  test("changes and findings are those up to it", async () => {
    for (const path of ["/changes?show=all", "/findings?", "/promises?", "/incidents?"]) {
      const dateOf = (item: Record<string, unknown>): string =>
        ((item["date"] ?? (item["when"] as { date: string }).date) as string).slice(0, DAY.length);
      const all = await read(`${path}&limit=200`);
      const then = await read(`${path}&as-of=${DAY}&limit=200`);
      expect(then.asOf).toBe(DAY);
      expect(then.total).toBeGreaterThan(0);
      expect(then.total).toBeLessThan(all.total);
      expect(then.items.every((item) => dateOf(item) <= DAY)).toBe(true);
    }
  });

  test("a document has the versions that it had", async () => {
    const path = "/documents/orrinvale/usage-policy";
    const { items } = await read(`${path}/versions?as-of=${DAY}`);
    const all = await read(`${path}/versions`);
    expect(all.items.slice(0, items.length)).toEqual(items);
    expect(items.length).toBeLessThan(all.items.length);
    const then = (await (await fetch(`${served.url}/api/v1${path}?as-of=${DAY}`)).json()) as Record<string, unknown>;
    expect(then).toMatchObject({
      versions: items.length,
      firstVersion: items[0]?.["id"],
      lastVersion: items.at(-1)?.["id"],
      lastDate: items.at(-1)?.["date"],
    });
    const listed = await read(`/documents?as-of=${DAY}`);
    expect(listed.items.find(({ id }) => id === "orrinvale/usage-policy")).toEqual(then);
  });

  test("a promise stands as it stood", async () => {
    const now = await read("/promises?limit=200");
    const then = await read(`/promises?as-of=${DAY}&limit=200`);
    const stateNow = new Map(now.items.map(({ id, state }) => [id, state]));
    const other = then.items.filter(({ id, state }) => stateNow.get(id) !== state);
    expect(other.length).toBeGreaterThan(0);
    expect(other.every(({ settled }) => settled === null || (settled as string) <= DAY)).toBe(true);
  });
});

test("scripts of other sites may read a public site, and none of this machine", async () => {
  const headers = { origin: "https://elsewhere.example" };
  const answer = await fetch(`${open.url}/api/v1/labs`, { headers });
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-expose-headers")).toMatch(/etag/i);
  expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(((await answer.json()) as Listed).items[0]).toMatchObject({
    links: { page: expect.stringMatching(/^https:\/\/audits\.example\.org\/labs\//) },
  });
  const before = await fetch(`${open.url}/api/v1/labs`, {
    method: "OPTIONS",
    headers: { ...headers, "access-control-request-method": "GET", "access-control-request-headers": "if-none-match" },
  });
  expect([before.status, before.headers.get("access-control-allow-methods")]).toEqual([204, "GET,HEAD"]);
  expect((await fetch(`${open.url}/changes`, { headers })).headers.get("access-control-allow-origin")).toBeNull();
  expect((await fetch(`${open.url}/api/v1/labs`, { method: "POST" })).status).toBe(405);
  const local = await fetch(`${served.url}/api/v1/labs`, { headers });
  expect(local.headers.get("access-control-allow-origin")).toBeNull();
  expect(local.headers.get("cross-origin-resource-policy")).toBe("same-origin");
});

describe("the client", () => {
  test("reads lists, parts and single things by their types", async () => {
    const client = createClient({ base: served.url });
    const { items, next } = await client.changes.list({ direction: "loosens", show: "all", limit: 2 });
    expect([items.length, typeof next]).toEqual([2, "string"]);
    const all: string[] = [];
    for await (const { id } of client.changes.all({ direction: "loosens", show: "all", limit: 2 })) all.push(id);
    const whole = await client.changes.list({ direction: "loosens", show: "all", limit: 200 });
    expect(all).toEqual(whole.items.map(({ id }) => id));
    const change = await client.changes.get(CHANGE);
    expect(change.old?.text).toMatch(/Military/);
    const version = await client.version(change.newVersion);
    expect((await client.documents.get(version.document)).versions).toBeGreaterThan(1);
    const entry = await client.evidence.get(String(version.logIndex));
    expect(entry.entry).toMatchObject({ type: "version", blob: version.blob });
    expect((await client.card("openai")).assessments).toHaveLength(6);
    expect((await client.promises.list({ state: "pending", "as-of": "2025-01-01", limit: 1 })).items).toHaveLength(1);
    const measures = await client.measures.list({ lab: "industry", limit: 1 });
    expect(measures.items[0]?.lab).toBe("industry");
  });

  test("says what was wrong, and what exists nearby", async () => {
    const client = createClient({ base: `${served.url}/` });
    const refused = await client.labs.get("opnai").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused).toMatchObject({
      status: 404,
      message: "We know of no lab “opnai”.",
      problem: { nearby: expect.arrayContaining([{ href: "/labs/openai", text: "OpenAI" }]) },
    });
  });

  test("is what the package exports, and needs nothing else of it", () => {
    const script = `const { createClient } = await import("corrigible/client");
      console.log((await createClient({ base: "${served.url}" }).evals.list()).items.length)`;
    const ran = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: new URL("../..", import.meta.url),
      encoding: "utf8",
    });
    expect([ran.stdout, ran.stderr]).toEqual(["6\n", ""]);
  });
});

test("over texts that an attacker wrote every answer is as the document says, and is no markup", async () => {
  const hostile = await serveHostile();
  try {
    const page = await (await fetch(`${hostile.url}/api`)).text();
    const addresses = [...page.matchAll(/href="(\/api\/v1\/(?!openapi)[^"]*)"/g)].map(([, address = ""]) => address);
    expect(addresses.length).toBeGreaterThan(OPERATIONS.length - 3);
    for (const address of addresses) {
      const { pathname } = new URL(address, hostile.url);
      const { operationId, parameters, responses } = describedOf(pathname);
      const all = parameters.some(({ name }) => name === "limit") ? "?limit=200" : "";
      const answer = await fetch(`${hostile.url}${pathname}${all}`);
      const { $ref } = responses["200"]?.content["application/json"]?.schema ?? { $ref: "" };
      expect([operationId, validate($ref, await answer.json())]).toEqual([operationId, []]);
      expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(hostile.complaints()).toBe("");
  } finally {
    hostile.stop();
  }
});

/** What the document says of an address. */
function describedOf(pathname: string): Described {
  const parts = pathname.replace("/api/v1", "").split("/");
  const fits = (path: string): boolean => {
    const own = path.split("/");
    return own.length === parts.length && own.every((part, at) => part.startsWith("{") || part === parts[at]);
  };
  const found = Object.entries(document.paths).find(([path]) => fits(path));
  if (!found) throw new Error(`the document has no ${pathname}`);
  return found[1].get;
}

test("examples name what the site has", async () => {
  const page = await (await fetch(`${served.url}/api`)).text();
  expect(page).not.toContain("none here");
});
