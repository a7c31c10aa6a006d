import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openEvidence } from "../../src/evidence/index.ts";
import { readCsv } from "../../src/sources/index.ts";
import { jsonLines, succeed } from "../helpers/corrigible.ts";
import { hashFiles } from "../helpers/files.ts";
import { makeArchive } from "../helpers/ota-archive.ts";

const RULES = "# Rules\n\nYou may not use our models for:\n\n* Weapons – “any” 🜁 kind\n* Military and warfare\n";
const TERMS = "Acme Chat/Acceptable Use Policy.md";
const PRIVACY = "Beta/Privacy Policy.md";
const COMMITS = [
  {
    date: "2024-01-02T10:00:00Z",
    subject: "First record of Acme Chat Acceptable Use Policy",
    files: { [TERMS]: RULES },
  },
  {
    date: "2024-01-03T10:00:00Z",
    subject: "First record of Beta Privacy Policy",
    files: { [PRIVACY]: "=1+1 is a sum.\n\nWe will never sell your data.\n" },
  },
  {
    date: "2024-01-10T10:00:00Z",
    subject: "Record new changes of Acme Chat Acceptable Use Policy",
    files: { [TERMS]: RULES.replace("* Military and warfare\n", "") },
  },
];
const LATER = {
  date: "2024-02-01T10:00:00Z",
  subject: "Record new changes of Beta Privacy Policy",
  files: { [PRIVACY]: "=1+1 is a sum.\n\nWe may sell your data.\n" },
};

interface Field {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}
interface Resource {
  readonly name: string;
  readonly path: string;
  readonly profile: string;
  readonly mediatype: string;
  readonly bytes: number;
  readonly hash: string;
  readonly schema?: {
    readonly fields: readonly Field[];
    readonly primaryKey?: readonly string[];
    readonly foreignKeys?: readonly {
      readonly fields: string;
      readonly reference: { readonly resource: string; readonly fields: string };
    }[];
  };
}
type Row = Readonly<Record<string, unknown>>;

let folder: string;
let workspace: string;
let first: string;
let later: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "corrigible-export-"));
  workspace = join(folder, "watch");
  [first, later] = [join(folder, "first"), join(folder, "later")];
  const archive = join(folder, "archive");
  await makeArchive(archive, COMMITS);
  succeed(["init", workspace, "--origin", "corrigible.local/test"]);
  for (const args of [["import", "ota", archive], ["audit"], ["export", first]]) {
    succeed([...args, "--workspace", workspace]);
  }
  rmSync(archive, { recursive: true });
  await makeArchive(archive, [...COMMITS, LATER]);
  for (const args of [["import", "casebook"], ["import", "ota", archive], ["audit"], ["export", later]]) {
    succeed([...args, "--workspace", workspace]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readJson = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(later, name), "utf8")) as Record<string, unknown>;
const resources = (): Resource[] => readJson("datapackage.json")["resources"] as Resource[];
const tables = (): Resource[] => resources().filter(({ profile }) => profile === "tabular-data-resource");

function readTable(dir: string, name: string): Row[] {
  const [header = [], ...rows] = [...readCsv(readFileSync(join(dir, `${name}.csv`), "utf8"), name)];
  return rows.map((row) => Object.fromEntries(header.map((column, at) => [column, row[at] ?? ""])));
}

function readParquet(name: string): Promise<Row[]> {
  const bytes = readFileSync(join(later, `${name}.parquet`));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return parquetReadObjects({ file });
}

describe("Parquet", () => {
  test.each(["documents", "versions", "clauses"])("%s are the rows of the JSON lines", async (name) => {
    const rows = (await readParquet(name)).map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          value instanceof Date ? `${value.toISOString().slice(0, "2024-01-10T18:00:00".length)}Z` : value,
        ]),
      ),
    );
    const lines = jsonLines<Row>(readFileSync(join(later, `${name}.jsonl`), "utf8"));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(lines);
  });

  test("every table has the columns and the rows of its CSV", async () => {
    const seen = await Promise.all(
      tables().map(async ({ name, schema }) => {
        const rows = await readParquet(name);
        const csv = readTable(later, name);
        const columns = schema?.fields.map((field) => field.name) ?? [];
        const key = columns[0] ?? "";
        return {
          name,
          sameColumns: rows.every((row) => Object.keys(row).join(" ") === columns.join(" ")),
          sameKeys: rows.map((row) => row[key]).join("\n") === csv.map((row) => row[key]).join("\n"),
        };
      }),
    );
    expect(seen).toEqual(tables().map(({ name }) => ({ name, sameColumns: true, sameKeys: true })));
    const bytes = readFileSync(join(later, "clauses.parquet"));
    const { created_by: by, schema } = parquetMetadata(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    );
    expect(by).toBe("corrigible");
    expect(schema.find(({ name }) => name === "since")?.converted_type).toBe("TIMESTAMP_MILLIS");
    expect(schema.find(({ name }) => name === "path")?.converted_type).toBe("LIST");
  });
});

/** The rules of https://specs.frictionlessdata.io that bear on what we write. */
describe("the data package", () => {
  const FORMS: Readonly<Record<string, RegExp>> = {
    string: /^/,
    integer: /^-?\d+$/,
    number: /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/,
    datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    array: /^'?\[.*\]$/s,
  };

  test("names, paths, sizes and hashes are those of the files, and no file is left out", () => {
    const files = hashFiles(later);
    const described = resources();
    expect(described.map(({ path, hash }) => [path, hash])).toEqual(
      described.map(({ path }) => [path, `sha256:${files.get(path)}`]),
    );
    expect(described.filter(({ path, bytes }) => readFileSync(join(later, path)).length !== bytes)).toEqual([]);
    const names = described.map(({ name }) => name);
    expect(names.filter((name) => !/^[a-z0-9][a-z0-9._-]*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const others = [...files.keys()].filter((file) => !described.some(({ path }) => path === file));
    expect(others).toEqual([
      "checkpoint",
      "checksums.txt",
      "codebook.md",
      "croissant.json",
      "datapackage.json",
      "dataset.jsonld",
    ]);
  });

  test("every cell is of its column's type, every column is described", () => {
    const wrong = tables().flatMap(({ name, schema }) =>
      readTable(later, name).flatMap((row) =>
        (schema?.fields ?? [])
          .filter((field) => row[field.name] !== "" && !FORMS[field.type]?.test(String(row[field.name])))
          .map((field) => `${name}.${field.name}: ${String(row[field.name])}`),
      ),
    );
    expect(wrong).toEqual([]);
    const bare = tables().flatMap(({ schema }) => schema?.fields.filter(({ description }) => description === "") ?? []);
    expect(bare).toEqual([]);
  });

  test("keys are unique, and references lead to rows", () => {
    const problems = tables().flatMap(({ name, schema }) => {
      const rows = readTable(later, name);
      const key = schema?.primaryKey ?? [];
      const keys = rows.map((row) => JSON.stringify(key.map((column) => row[column])));
      const twice = key.length > 0 && new Set(keys).size < rows.length ? [`${name}: a key twice`] : [];
      const dangling = (schema?.foreignKeys ?? []).flatMap(({ fields, reference }) => {
        const known = new Set(readTable(later, reference.resource).map((row) => row[reference.fields]));
        return rows.filter((row) => !known.has(row[fields])).map((row) => `${name}.${fields}: ${String(row[fields])}`);
      });
      return [...twice, ...dangling];
    });
    expect(problems).toEqual([]);
  });

  test("the codebook tells of every column", () => {
    const codebook = readFileSync(join(later, "codebook.md"), "utf8");
    const missing = tables().flatMap(({ schema }) =>
      (schema?.fields ?? []).filter(
        ({ name, description }) => !codebook.includes(`\`${name}\``) || !codebook.includes(description),
      ),
    );
    expect(missing).toEqual([]);
  });
});

test("Croissant: every field is read from a column of a file that is there, and every reference leads to a field", () => {
  interface Id {
    readonly "@id": string;
  }
  interface CroissantField extends Id {
    readonly dataType: string;
    readonly references?: { readonly field: Id };
    readonly source: { readonly fileObject: Id; readonly extract: { readonly column: string } };
  }
  const croissant = readJson("croissant.json");
  expect(croissant).toMatchObject({ "@type": "sc:Dataset", conformsTo: "http://mlcommons.org/croissant/1.0" });
  const needed = ["@context", "name", "description", "license", "url", "creator", "datePublished", "distribution"];
  expect(needed.filter((name) => !Object.hasOwn(croissant, name))).toEqual([]);
  const files = croissant["distribution"] as (Id & { sha256: string; contentUrl: string; encodingFormat: string })[];
  const sums = hashFiles(later);
  expect(files.map((file) => file.sha256)).toEqual(files.map((file) => sums.get(file.contentUrl)));
  const sets = croissant["recordSet"] as (Id & { key?: Id[]; field: CroissantField[] })[];
  expect(sets.map((set) => set["@id"])).toEqual(tables().map(({ name }) => name));
  const fields = new Set(sets.flatMap(({ field }) => field.map((one) => one["@id"])));
  const targets = sets.flatMap(({ key = [], field }) => [
    ...key,
    ...field.flatMap(({ references }) => references?.field ?? []),
  ]);
  expect(targets.filter((target) => !fields.has(target["@id"]))).toEqual([]);
  const known = new Set(files.map((file) => file["@id"]));
  expect(sets.flatMap(({ field }) => field.filter(({ source }) => !known.has(source.fileObject["@id"])))).toEqual([]);
});

test("schema.org: a Dataset with a download for each file", () => {
  const dataset = readJson("dataset.jsonld");
  expect(dataset).toMatchObject({
    "@context": "https://schema.org/",
    "@type": "Dataset",
    temporalCoverage: expect.stringMatching(/^2024-01-02\//),
  });
  const files = hashFiles(later);
  const downloads = dataset["distribution"] as { contentUrl: string; sha256: string }[];
  expect(downloads.map(({ contentUrl, sha256 }) => [contentUrl, sha256])).toEqual(
    resources().map(({ path }) => [path, files.get(path)]),
  );
});

test("the release brings the log's signed checkpoint, and checksums of all files", () => {
  expect(readFileSync(join(later, "checkpoint"), "utf8")).toBe(
    readFileSync(join(workspace, "evidence/checkpoint"), "utf8"),
  );
  const files = hashFiles(later);
  files.delete("checksums.txt");
  const told = readFileSync(join(later, "checksums.txt"), "utf8").trimEnd().split("\n");
  expect(told.map((line) => [line.slice(66), line.slice(0, 64)])).toEqual([...files]);
});

describe("markup for other programs", () => {
  interface Selector {
    readonly type: string;
    readonly exact: string;
    readonly prefix: string;
    readonly suffix: string;
    readonly start: number;
    readonly end: number;
  }
  interface Annotation {
    readonly id: string;
    readonly target: { readonly source: { readonly id: string }; readonly selector: readonly Selector[] };
  }

  test("each quote of a change that matters is found in the version's text by hash, words and place", () => {
    const lines = jsonLines<Annotation>(readFileSync(join(later, "annotations.jsonl"), "utf8"));
    const matter = readTable(later, "changes").filter(
      ({ suppressed, direction, confidence }) =>
        suppressed === "" && direction !== "neutral" && Number(confidence) >= 0.5,
    );
    const quotes = matter.flatMap(({ oldText, newText }) => [oldText, newText].filter((text) => text !== ""));
    const evidence = openEvidence(join(workspace, "evidence"));
    const found = lines.map(({ target: { source, selector } }) => {
      const hash = Buffer.from(source.id.replace("ni:///sha-256;", ""), "base64url").toString("hex");
      const characters = Array.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(evidence.blob(hash)));
      const [words, place] = selector as [Selector, Selector];
      const around = `${words.prefix}${words.exact}${words.suffix}`;
      return {
        byPlace: characters.slice(place.start, place.end).join("") === words.exact,
        byWords: characters.join("").split(around).length === 2,
        text: words.exact,
      };
    });
    expect(quotes.length).toBeGreaterThan(0);
    const byText = (a: unknown, b: unknown): number => String(a).localeCompare(String(b));
    expect(found.map(({ text }) => text).toSorted(byText)).toEqual(quotes.toSorted(byText));
    expect(found.filter(({ byPlace, byWords }) => !byPlace || !byWords)).toEqual([]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  test("FollowTheMoney: each edge joins entities that are there, of schemas that may be so joined", () => {
    /** Ranges of followthemoney's schemas: only what is an Asset, as a Company is, can be owned. */
    const ENDS: Readonly<Record<string, readonly (readonly [property: string, range: RegExp])[]>> = {
      Ownership: [
        ["owner", /^(?:Company|Organization)$/],
        ["asset", /^Company$/],
      ],
      Directorship: [
        ["director", /^(?:Company|Organization)$/],
        ["organization", /^(?:Company|Organization)$/],
      ],
      Payment: [
        ["payer", /^(?:Company|Organization)$/],
        ["beneficiary", /^(?:Company|Organization)$/],
      ],
      UnknownLink: [
        ["subject", /./],
        ["object", /./],
      ],
    };
    interface Entity {
      readonly id: string;
      readonly schema: string;
      readonly properties: Readonly<Record<string, readonly string[]>>;
    }
    const entities = jsonLines<Entity>(readFileSync(join(later, "control.ftm.json"), "utf8"));
    const schemas = new Map(entities.map(({ id, schema }) => [id, schema]));
    const wrong = entities.flatMap(({ id, schema, properties }) =>
      (ENDS[schema] ?? [])
        .filter(([property, range]) => !range.test(schemas.get(properties[property]?.[0] ?? "") ?? ""))
        .map(([property]) => `${id}.${property}`),
    );
    expect(schemas.size).toBe(entities.length);
    expect(new Set(schemas.values())).toEqual(new Set(["Company", "Organization", ...Object.keys(ENDS)]));
    expect(wrong).toEqual([]);
    const bods = JSON.parse(readFileSync(join(later, "control.bods.json"), "utf8")) as { recordType: string }[];
    const edges = bods.filter(({ recordType }) => recordType === "relationship").length;
    expect(entities.filter(({ schema }) => schema in ENDS)).toHaveLength(edges);
  });
});

test("a later release keeps the ids of an earlier one", () => {
  const lost = ["documents", "versions", "changes"].flatMap((name) => {
    const ids = new Set(readTable(later, name).map((row) => row["id"]));
    return readTable(first, name).filter((row) => !ids.has(row["id"]));
  });
  expect(lost).toEqual([]);
  expect(readTable(later, "changes").length).toBeGreaterThan(readTable(first, "changes").length);
  const same = (name: string): Row[] =>
    readTable(later, name).filter((row) => row["document"] !== "beta/privacy-policy");
  expect(same("changes")).toEqual(readTable(first, "changes"));
});

test("another index of the same log gives the same bytes, over an earlier release", () => {
  const before = hashFiles(later);
  succeed(["rebuild", "--workspace", workspace]);
  succeed(["export", later, "--workspace", workspace]);
  expect(hashFiles(later)).toEqual(before);
});
