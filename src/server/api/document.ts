import { z } from "zod";
import type { Download, Page } from "../page.ts";
import { readExamples } from "./examples.ts";
import { API_BASE, type Examples, type Operation, type WriteOperation } from "./operation.ts";
import { ACCOUNT_OPERATIONS, OPERATIONS, WRITE_OPERATIONS } from "./operations/index.ts";
import { NAMED, problem } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** Where the document is. */
export const DOCUMENT_PATH = `${API_BASE}/openapi.json`;
/** Raised with every change of the interface; the first number is the one of {@link API_BASE}. */
const API_VERSION = "1.0.0";

/**
 * `/api/v1/openapi.json`: the interface as OpenAPI 3.1, made of the schemas that check queries and answers. What takes a
 * token is told where the site has accounts.
 */
export const documentPage: Page = async (site, { base, accounts }): Promise<Download> => ({
  type: "application/json; charset=utf-8",
  bytes: `${JSON.stringify(describe(base, await readExamples(site), accounts !== null), null, 1)}\n`,
});

function describe(base: string, examples: Examples, hasAccounts: boolean): Json {
  const operations = hasAccounts ? [...OPERATIONS, ...ACCOUNT_OPERATIONS] : OPERATIONS;
  const writes = hasAccounts ? WRITE_OPERATIONS : [];
  const paths: Record<string, Json> = {};
  for (const one of operations) paths[one.path] = { get: describeOperation(one, examples) };
  for (const one of writes) paths[one.path] = { ...paths[one.path], post: describeWrite(one) };
  return {
    openapi: "3.1.1",
    info: {
      title: "Corrigible",
      version: API_VERSION,
      summary: "What AI labs changed, promised and did, with evidence that anyone can check.",
      description: `${hasAccounts ? "Reading needs no token." : "Read only."} Lists take the filters of the site's pages, \`limit\` and \`cursor\`; \`next\` of an answer is the cursor of the following one. Every answer that needs no token has an ETag. Findings and changes are proposed by detectors until people have reviewed them.`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: base + API_BASE }],
    security: [],
    tags: [...new Set([...operations, ...writes].map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components(),
      ...(hasAccounts ? { securitySchemes: { token: { type: "http", scheme: "bearer" } } } : {}),
    },
  };
}

const tagOf = ({ path }: { readonly path: string }): string => path.split("/")[1] ?? "";

function describeOperation(one: Operation, examples: Examples): Json {
  const { id, summary, params, query, answer, action } = one;
  const example = one.example(examples);
  return {
    operationId: id,
    summary,
    tags: [tagOf(one)],
    ...(action === undefined ? {} : NEEDS_TOKEN),
    ...(example === null ? {} : { description: `Example: \`GET ${API_BASE}${example}\`` }),
    parameters: [...describeParams(params), ...describeQuery(query)],
    responses: {
      200: { description: "The answer.", content: jsonOf("application/json", refTo(answer)) },
      ...(action === undefined ? { 304: { description: "What the visitor has (If-None-Match) is still so." } } : {}),
      ...describeProblems(action === undefined ? PROBLEMS : [...PROBLEMS, ...TOKEN_PROBLEMS]),
    },
  };
}

function describeWrite(one: WriteOperation): Json {
  const { id, summary, params, body, answer } = one;
  return {
    operationId: id,
    summary,
    tags: [tagOf(one)],
    ...NEEDS_TOKEN,
    parameters: describeParams(params),
    requestBody: { required: true, content: jsonOf("application/json", refTo(body)) },
    responses: {
      201: { description: "It is recorded.", content: jsonOf("application/json", refTo(answer)) },
      ...describeProblems([...PROBLEMS, ...TOKEN_PROBLEMS, ...BODY_PROBLEMS]),
    },
  };
}

const NEEDS_TOKEN = { security: [{ token: [] }] };

const describeParams = (params: Readonly<Record<string, string>>): Json[] =>
  Object.entries(params).map(([name, description]) => ({
    name,
    in: "path",
    required: true,
    description,
    schema: { type: "string" },
  }));

const describeProblems = (problems: readonly (readonly [status: number, description: string])[]): Json =>
  Object.fromEntries(
    problems.map(([status, description]) => [
      status,
      { description, content: jsonOf("application/problem+json", refTo(problem)) },
    ]),
  );

const PROBLEMS = [
  [400, "A filter that is unknown, or a value that cannot be."],
  [404, "There is no such thing; the problem names what exists nearby."],
] as const;

const TOKEN_PROBLEMS = [
  [401, "There is no token, or it is none, has expired or was revoked."],
  [403, "Role or scope do not allow it."],
  [429, "Too many requests: `Retry-After` says when to come again."],
] as const;

const BODY_PROBLEMS = [
  [413, "More was sent than is read."],
  [415, "What was sent is not JSON."],
] as const;

const jsonOf = (type: string, schema: Json): Json => ({ [type]: { schema } });

const refTo = (schema: z.ZodType): Json => ({ $ref: refOf(NAMED.get(schema)?.id ?? "") });

const refOf = (id: string): string => `#/components/schemas/${id}`;

function describeQuery(shape: z.ZodRawShape): Json[] {
  const { properties = {} } = z.toJSONSchema(z.object(shape), { io: "input" });
  return Object.entries(properties as Readonly<Record<string, Json>>).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: false,
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

/** Every named schema, each once; OpenAPI knows them by their place, so that they need no names of their own. */
function components(): Json {
  const { schemas } = z.toJSONSchema(NAMED, { uri: refOf });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _own, id: _id, ...schema }]) => [id, schema]),
  );
}
