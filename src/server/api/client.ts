import type { z } from "zod";
import type { CHANGES_FILTERS } from "../pages/changes/select.ts";
import type { DOCUMENTS_FILTERS } from "../pages/documents/select.ts";
import type { FINDINGS_FILTERS } from "../pages/findings/select.ts";
import type { ledgerFilters } from "../pages/ledgers/select.ts";
import type { AS_OF_SHAPE, LIST_SHAPE } from "./lists.ts";
import type { getSecurityEvents } from "./operations/accounts.ts";
import type { getMeasures } from "./operations/findings.ts";
import type { getEntries } from "./operations/evidence.ts";
import type * as schemas from "./schemas.ts";

/** What the interface answers: the types of the schemas that check it. */
export type Lab = z.infer<typeof schemas.lab>;
export type Document = z.infer<typeof schemas.document>;
export type Version = z.infer<typeof schemas.version>;
export type Change = z.infer<typeof schemas.change>;
export type Finding = z.infer<typeof schemas.finding>;
export type Measure = z.infer<typeof schemas.measure>;
export type Eval = z.infer<typeof schemas.evalInfo>;
export type Card = z.infer<typeof schemas.card>;
export type LedgerRow = z.infer<typeof schemas.ledgerRow>;
export type EvidenceEntry = z.infer<typeof schemas.evidenceEntry>;
export type Account = z.infer<typeof schemas.account>;
export type SecurityEvent = z.infer<typeof schemas.securityEvent>;
export type ReviewAct = z.infer<typeof schemas.reviewActBody>;
export type RecordedAct = z.infer<typeof schemas.recordedAct>;
export type Problem = z.infer<typeof schemas.problem>;

/** A part of a list; `next` is the cursor of the following one. */
export interface List<Item> {
  readonly asOf: string;
  readonly total: number | null;
  readonly items: Item[];
  readonly next: string | null;
}

/** A query as one writes it: what the schema takes, numbers too. */
type Query<Shape extends z.ZodRawShape> = {
  readonly [Name in keyof Shape]?: z.output<Shape[Name]> | undefined;
};
type ListQuery<Shape extends z.ZodRawShape = Record<never, never>> = Query<Shape> & Query<typeof LIST_SHAPE>;
type AsOf = Query<typeof AS_OF_SHAPE>;

/** A list that can be read in parts or whole. */
export interface Listing<Item, Asked> {
  /** One part. */
  list(query?: Asked): Promise<List<Item>>;
  /** All items, part after part. */
  all(query?: Asked): AsyncIterable<Item>;
}

/** Something with an id. */
interface Getting<Item> {
  get(id: string): Promise<Item>;
}

type Ledger = Listing<LedgerRow, ListQuery<ReturnType<typeof ledgerFilters>> & AsOf>;

export interface Client {
  readonly labs: Listing<Lab, ListQuery> & Getting<Lab>;
  /** Ids are `lab/slug`. */
  readonly documents: Listing<Document, ListQuery<typeof DOCUMENTS_FILTERS> & AsOf> & {
    get(id: string, query?: AsOf): Promise<Document>;
  };
  /** The versions of one document. Ids are `lab/slug@entry`. */
  versions(document: string): Listing<Version, ListQuery & AsOf>;
  version(id: string): Promise<Version>;
  readonly changes: Listing<Change, ListQuery<typeof CHANGES_FILTERS> & AsOf> & Getting<Change>;
  readonly findings: Listing<Finding, ListQuery<typeof FINDINGS_FILTERS> & AsOf> &
    Getting<Finding> & {
      /** Records what you do with a finding, under the name of the token's owner. */
      act(id: string, act: ReviewAct): Promise<RecordedAct>;
    };
  readonly measures: Listing<Measure, Query<(typeof getMeasures)["query"]>>;
  readonly evals: Listing<Eval, ListQuery>;
  card(lab: string): Promise<Card>;
  /** Whose token it is. */
  account(): Promise<Account>;
  /** The audit trail, for a token with the scope `admin`. */
  readonly securityEvents: Listing<SecurityEvent, Query<(typeof getSecurityEvents)["query"]>>;
  readonly promises: Ledger;
  readonly claims: Ledger;
  readonly oversight: Ledger;
  readonly incidents: Ledger;
  readonly evidence: Listing<EvidenceEntry, Query<(typeof getEntries)["query"]>> & Getting<EvidenceEntry>;
}

/** The server refused: `problem` says what was wrong and what exists nearby; null where it was no server of ours. */
export class RefusedError extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  constructor(address: string, status: number, problem: Problem | null) {
    super(problem?.detail ?? `${address} answered ${status}`);
    this.name = "RefusedError";
    this.status = status;
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Where the site is: `https://audits.example.org`. */
  readonly base: string;
  /** For what takes one: `corrigible token create` prints it. */
  readonly token?: string;
  /** By default the runtime's own. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Reads a Corrigible site, of which it needs nothing but the address, and acts on it with a token. Its methods throw a
 * {@link RefusedError}.
 */
export function createClient({ base, token, fetch = globalThis.fetch }: ClientOptions): Client {
  const headers = {
    accept: "application/json",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const root = `${base.replace(/\/$/, "")}/api/v1`;

  async function read<Answer>(path: string, query: object = {}): Promise<Answer> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    const address = `${root}${path}${search === "" ? "" : `?${search}`}`;
    return open(address, await fetch(address, { headers }));
  }

  async function write<Answer>(path: string, body: object): Promise<Answer> {
    const init = {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    return open(root + path, await fetch(root + path, init));
  }

  async function open<Answer>(address: string, answer: Response): Promise<Answer> {
    if (answer.ok) return (await answer.json()) as Answer;
    const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
    throw new RefusedError(address, answer.status, isProblem ? ((await answer.json()) as Problem) : null);
  }

  function listing<Item, Asked extends object>(path: string): Listing<Item, Asked> {
    const list = (query?: Asked): Promise<List<Item>> => read(path, query);
    return {
      list,
      async *all(query) {
        for (let part = await list(query); ; part = await list({ ...(query as Asked), cursor: part.next })) {
          yield* part.items;
          if (part.next === null) return;
        }
      },
    };
  }

  const getting = <Item>(path: string): Getting<Item> => ({ get: (id) => read(`${path}/${encodeURIComponent(id)}`) });
  const documentPath = (id: string): string => `/documents/${id.split("/").map(encodeURIComponent).join("/")}`;

  return {
    labs: { ...listing("/labs"), ...getting("/labs") },
    documents: { ...listing("/documents"), get: (id, query) => read(documentPath(id), query) },
    versions: (document) => listing(`${documentPath(document)}/versions`),
    version: (id) => {
      const at = id.lastIndexOf("@");
      return read(`${documentPath(id.slice(0, at))}/versions/${encodeURIComponent(id.slice(at + 1))}`);
    },
    changes: { ...listing("/changes"), ...getting("/changes") },
    findings: {
      ...listing("/findings"),
      ...getting("/findings"),
      act: (id, act) => write(`/findings/${encodeURIComponent(id)}/acts`, act),
    },
    measures: listing("/measures"),
    evals: listing("/evals"),
    card: (lab) => read(`/cards/${encodeURIComponent(lab)}`),
    account: () => read("/account"),
    securityEvents: listing("/security-events"),
    promises: listing("/promises"),
    claims: listing("/claims"),
    oversight: listing("/oversight"),
    incidents: listing("/incidents"),
    evidence: { ...listing("/evidence"), ...getting("/evidence") },
  };
}
