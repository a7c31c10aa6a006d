import type { IndexState } from "../index/index.ts";
import { EVALS_VERSION } from "../model/index.ts";
import type { Resource } from "./export-files.ts";
import type { Origins } from "./export-sources.ts";
import type { Column, Table } from "./table-files.ts";

/** One export and all that is said of it: the same facts for people, for Frictionless, for schema.org, for Croissant. */
export interface Release extends Origins {
  /** What the package is known by. */
  readonly name: string;
  /** Name of the evidence log. */
  readonly origin: string;
  readonly state: IndexState;
  /** Days of the first version and of the evals. */
  readonly from: string;
  readonly asOf: string;
  readonly tables: readonly (Table<never> & { readonly rows: number })[];
  readonly resources: readonly Resource[];
}

const TITLE = "An audit of AI labs: documents, changes, findings, measures, control";
const DESCRIPTION =
  "What AI labs changed in their rules, clause by clause, with direction, severity and disclosure; and six evals of each lab " +
  "with intervals, findings and counter-evidence. Findings are proposed by detectors until people have reviewed them.";

/** `datapackage.json`: a Frictionless data package, https://specs.frictionlessdata.io/data-package/. */
export function describePackage({ name, state, sources, licenses, resources }: Release): unknown {
  return {
    profile: "data-package",
    name,
    title: TITLE,
    description: DESCRIPTION,
    // A package may say nothing of licences, but not that there are none.
    ...(licenses.length === 0 ? {} : { licenses }),
    sources,
    evidence: { entries: state.logSize, root: state.logRoot },
    detector: state.detector,
    evals: EVALS_VERSION,
    resources,
  };
}

/** `dataset.jsonld`: a schema.org Dataset, as search engines for data read it. */
export function describeDataset(release: Release): unknown {
  const { name, origin, state, sources, licenses, from, asOf, resources, tables } = release;
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: TITLE,
    alternateName: name,
    description: DESCRIPTION,
    identifier: `${origin}@${state.logRoot}`,
    version: versionOf(release),
    dateModified: asOf,
    temporalCoverage: `${from}/${asOf}`,
    ...(licenses.length === 0 ? {} : { license: licenses.map(({ path }) => path) }),
    creator: { "@type": "Organization", name: origin },
    isBasedOn: sources.map(({ title }) => ({ "@type": "CreativeWork", name: title })),
    measurementTechnique: `Corrigible: comparison of documents ${state.detector}, evals ${EVALS_VERSION}`,
    variableMeasured: tables.map(({ name: table, description, rows }) => ({
      "@type": "PropertyValue",
      name: table,
      description,
      value: rows,
      unitText: "rows",
    })),
    distribution: resources.map(({ path, description, mediatype, bytes, hash }) => ({
      "@type": "DataDownload",
      name: path,
      description,
      contentUrl: path,
      encodingFormat: mediatype,
      contentSize: `${bytes} B`,
      sha256: hash.slice("sha256:".length),
    })),
  };
}

/** The context that every Croissant file has word for word: https://docs.mlcommons.org/croissant/docs/croissant-spec.html */
const CROISSANT_CONTEXT = {
  "@language": "en",
  "@vocab": "https://schema.org/",
  citeAs: "cr:citeAs",
  column: "cr:column",
  conformsTo: "dct:conformsTo",
  cr: "http://mlcommons.org/croissant/",
  rai: "http://mlcommons.org/croissant/RAI/",
  data: { "@id": "cr:data", "@type": "@json" },
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
  dct: "http://purl.org/dc/terms/",
  examples: { "@id": "cr:examples", "@type": "@json" },
  extract: "cr:extract",
  field: "cr:field",
  fileProperty: "cr:fileProperty",
  fileObject: "cr:fileObject",
  fileSet: "cr:fileSet",
  format: "cr:format",
  includes: "cr:includes",
  isLiveDataset: "cr:isLiveDataset",
  jsonPath: "cr:jsonPath",
  key: "cr:key",
  md5: "cr:md5",
  parentField: "cr:parentField",
  path: "cr:path",
  recordSet: "cr:recordSet",
  references: "cr:references",
  regex: "cr:regex",
  repeated: "cr:repeated",
  replace: "cr:replace",
  sc: "https://schema.org/",
  separator: "cr:separator",
  source: "cr:source",
  subField: "cr:subField",
  transform: "cr:transform",
} as const;

const CROISSANT_TYPES: Readonly<Record<Column<never>["type"], string>> = {
  string: "sc:Text",
  integer: "sc:Integer",
  number: "sc:Float",
  datetime: "sc:DateTime",
  array: "sc:Text",
};

/** `croissant.json`: the tables for machine learning, by MLCommons Croissant 1.0. */
export function describeCroissant(release: Release): unknown {
  const { name, origin, state, licenses, asOf, resources, tables } = release;
  return {
    "@context": CROISSANT_CONTEXT,
    "@type": "sc:Dataset",
    name,
    description: DESCRIPTION,
    conformsTo: "http://mlcommons.org/croissant/1.0",
    license: licenses.map(({ path }) => path),
    url: `https://${origin}`,
    version: versionOf(release),
    datePublished: asOf,
    creator: { "@type": "sc:Organization", name: origin },
    citeAs: `Corrigible, evidence log ${origin}, ${state.logSize} entries, root ${state.logRoot}`,
    distribution: resources.map(({ path, description, mediatype, bytes, hash }) => ({
      "@type": "cr:FileObject",
      "@id": path,
      name: path,
      description,
      contentUrl: path,
      contentSize: `${bytes} B`,
      encodingFormat: mediatype,
      sha256: hash.slice("sha256:".length),
    })),
    recordSet: tables.map((table) => ({
      "@type": "cr:RecordSet",
      "@id": table.name,
      name: table.name,
      description: table.description,
      ...(table.key === undefined ? {} : { key: table.key.map((column) => ({ "@id": `${table.name}/${column}` })) }),
      field: table.columns.map((column) => describeField(table, column)),
    })),
  };
}

function describeField(table: Table<never>, { name, type, description }: Column<never>): unknown {
  const reference = table.references?.find(([own]) => own === name);
  return {
    "@type": "cr:Field",
    "@id": `${table.name}/${name}`,
    name,
    description,
    dataType: CROISSANT_TYPES[type],
    ...(type === "array" ? { repeated: true } : {}),
    ...(reference ? { references: { field: { "@id": `${reference[1]}/${reference[2]}` } } } : {}),
    source: { fileObject: { "@id": `${table.name}.parquet` }, extract: { column: name } },
  };
}

/** `codebook.md`: every column of every table, for people. */
export function formatCodebook(release: Release): string {
  const { origin, state, asOf, sources, licenses, tables } = release;
  const lines = [
    "# Codebook",
    "",
    `${TITLE}. As of ${asOf}, from ${state.logSize} entries of the evidence log \`${origin}\`, root \`${state.logRoot}\`.`,
    `Comparison of documents ${state.detector}, evals ${EVALS_VERSION}. The same columns stand in the CSV and the Parquet file of`,
    "a table; its JSON lines may hold more.",
    "",
    "Types: `string`; `integer`; `number`; `datetime`, UTC; `array`, of strings: in CSV a JSON array. An empty field is no value.",
    "",
    ...tables.flatMap(({ name, description, rows, key, references, columns }) => [
      `## ${name}`,
      "",
      `${description} ${rows} rows.${key === undefined ? "" : ` Key: ${key.map((one) => `\`${one}\``).join(", ")}.`}`,
      "",
      "| column | type | what it is |",
      "| --- | --- | --- |",
      ...columns.map((column) => {
        const reference = references?.find(([own]) => own === column.name);
        const target = reference ? `; see \`${reference[1]}.${reference[2]}\`` : "";
        return `| \`${column.name}\` | ${column.type} | ${column.description}${target} |`;
      }),
      "",
    ]),
    "## Sources and licences",
    "",
    ...sources.map(({ title }) => `- ${escape(title)}`),
    ...licenses.map(({ title, path }) => `- ${title}: <${path}>`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What Markdown would read as markup. */
const escape = (text: string): string => text.replaceAll(/[\\`*_[\]<>|]/g, String.raw`\$&`);

/** Grows with the log, as versions of datasets are read: `1.0.9460`. */
const versionOf = ({ state }: Release): string => `1.0.${state.logSize}`;
