import type { z } from "zod";
import type { Account, AccountStore, Action, Actor } from "../../accounts/index.ts";
import type { Download, Page } from "../page.ts";
import { readQuery, withQuery } from "../query.ts";
import type { Site } from "../site.ts";
import type { Part } from "./lists.ts";

/** Where the interface lives. Its version is raised when an answer loses or changes something. */
export const API_PATH = "/api";
export const API_BASE = `${API_PATH}/v1`;

export interface OperationRequest<Query> {
  /** Parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  /** Where the site answers, without a slash at the end. */
  readonly base: string;
  /** Who asks, by a token; null: anybody. */
  readonly account: Account | null;
  readonly accounts: AccountStore | null;
}

/** One thing that a program can ask. */
export interface Operation<Shape extends z.ZodRawShape = z.ZodRawShape, Answer extends z.ZodType = z.ZodType> {
  /** Under {@link API_BASE}, as OpenAPI writes it: "/changes/{id}". */
  readonly path: string;
  /** Unique: "listChanges". */
  readonly id: string;
  /** What it gives, in one sentence. */
  readonly summary: string;
  /** What each part of the path is. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Shape;
  readonly answer: Answer;
  /** What it is, where not everybody may ask it. */
  readonly action?: Action;
  /** An address under {@link API_BASE} that answers on this site; null where the site has nothing of the kind. */
  readonly example: (known: Examples) => string | null;
  /** Throws BadRequest or NotFound. */
  readonly read: (
    site: Site,
    request: OperationRequest<z.infer<z.ZodObject<Shape>>>,
  ) => Promise<z.input<Answer>> | z.input<Answer>;
}

/** What the site has, for examples; null where it has none. */
export interface Examples {
  readonly lab: string | null;
  readonly document: string | null;
  readonly version: string | null;
  readonly change: string | null;
  readonly finding: string | null;
  readonly entry: string | null;
}

/** Keeps an operation's own types while it joins the others. */
export function operation<Shape extends z.ZodRawShape, Answer extends z.ZodType>(
  one: Operation<Shape, Answer>,
): Operation<Shape, Answer> {
  return one;
}

/** One thing that a program can have done, by POST, with a token. */
export interface WriteOperation<Body extends z.ZodType = z.ZodType, Answer extends z.ZodType = z.ZodType> {
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly answer: Answer;
  /** Any of these lets the request in; what the body asks for is looked at by `take`. */
  readonly actions: readonly Action[];
  /** Does it. Throws BadRequest, NotFound, Forbidden, or a UserError where it cannot be done now. */
  readonly take: (
    site: Site,
    request: {
      readonly params: Readonly<Record<string, string>>;
      readonly body: z.output<Body>;
      /** Who asks, to be read right before it is done. Throws where they may not by now. */
      readonly lookAgain: () => Account | null;
      readonly accounts: AccountStore;
      readonly actor: Actor;
      readonly base: string;
    },
  ) => Promise<z.input<Answer>>;
}

/** Keeps a write's own types while it joins the others. */
export const writeOperation = <Body extends z.ZodType, Answer extends z.ZodType>(
  one: WriteOperation<Body, Answer>,
): WriteOperation => one as unknown as WriteOperation;

/** A path of an operation as Hono reads it. */
export const patternOf = ({ path }: { readonly path: string }): string =>
  API_BASE + path.replaceAll(/\{(\w+)\}/g, ":$1");

/** The answer as a page: its query read by its shape, its answer checked by its schema. */
export function operationPage({ query: shape, answer, read }: Operation): Page {
  return async (site, { params, query, base, address, account, accounts }): Promise<Download> => {
    const asked = { params, query: readQuery(query, shape), base, account, accounts };
    const value = answer.parse(await read(site, asked)) as object;
    const next = "next" in value && typeof value.next === "string" ? value.next : null;
    const [path = ""] = address.split("?", 1);
    return {
      type: "application/json; charset=utf-8",
      bytes: `${JSON.stringify(value)}\n`,
      ...(next === null
        ? {}
        : { headers: { link: `<${base}${withQuery(path, query, { cursor: next })}>; rel="next"` } }),
    };
  };
}

/** A part of a list as it is answered. */
export function toList<Item, Answered>(
  asOf: string,
  { total, items, next }: Part<Item>,
  toAnswer: (item: Item) => Answered,
): { asOf: string; total: number | null; items: Answered[]; next: string | null } {
  return { asOf, total, items: items.map(toAnswer), next };
}

/** The earlier of two days, where both are given. */
export const earlier = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** Where an entry of the log is on the site. An id is as `corrigible prove` takes it. */
export const evidencePath = (id: string): string => encodeURI(id).replaceAll("#", "%23").replaceAll("?", "%3F");
