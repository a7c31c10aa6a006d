import type { JSX } from "hono/jsx/jsx-runtime";
import type { z } from "zod";
import type { Account, AccountStore, Action, Actor, Place } from "../accounts/index.ts";
import type { Site } from "./site.ts";

/** What a visitor asked for. */
export interface PageRequest {
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as a link has them: what the page is cached and cited by. */
  readonly address: string;
  /** Where the site answers, without a slash at the end: the public address, else the one that this visitor used. */
  readonly base: string;
  /** The time that a visitor asks for (RFC 7089). An answer of 200 is kept by its address: it may not depend on this. */
  readonly acceptDatetime: string | null;
  /** Who is signed in; null: nobody. A page for somebody is kept by nothing, one for nobody by its address. */
  readonly account: Account | null;
  /** The accounts of this site; null where it is served without. */
  readonly accounts: AccountStore | null;
  /** Stands in every form of whoever is signed in: `PostForm` puts it there. "" where nobody is. */
  readonly formToken: string;
  /** What was wrong with the form that the page stands for; null where it is only looked at. */
  readonly refused: Refused | null;
}

/** A form that was sent and not taken: the page shows it again. */
export interface Refused {
  /** One line for who sent it. */
  readonly message: string;
  /** The field that is wrong, where it is one. */
  readonly field: string | null;
  /** What was sent, so that nothing is typed twice. */
  readonly values: URLSearchParams;
}

/** A page's own part; the frame adds head, navigation and footer. */
export interface PageContent {
  /** Of the browser's tab, without the product's name. */
  readonly title: string;
  /** One sentence: what a search engine or a chat shows under the link. */
  readonly description: string;
  readonly body: JSX.Element;
  /** The feed of what the page lists. */
  readonly feed?: FeedPlace;
  /** What its headers say beside. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the page tells programs, as JSON-LD. */
  readonly data?: object;
  /** 200 where it is not said. */
  readonly status?: number;
}

/** Where the feed of a list is: the list's path and its filters. */
export interface FeedPlace {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** What is no page: a text, a proof, a citation. It never renders as markup. */
export interface Download {
  /** Content type: never HTML, never SVG. */
  readonly type:
    | "text/plain; charset=utf-8"
    | "text/x-opml; charset=utf-8"
    | "application/atom+xml; charset=utf-8"
    | "application/feed+json; charset=utf-8"
    | "application/json; charset=utf-8"
    | "application/problem+json; charset=utf-8"
    | "application/link-format; charset=utf-8"
    | "text/markdown; charset=utf-8"
    | "application/octet-stream"
    | "application/x-bibtex; charset=utf-8";
  readonly bytes: string | Uint8Array;
  /** Name of the file when it is to be saved rather than shown. */
  readonly filename?: string;
  /** 200 where it is not said. */
  readonly status?: number;
  /** What its headers say beside: links, a redirect's target. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes a page from the site and the request alone. Throws NotFound or BadRequest. */
export type Page = (site: Site, request: PageRequest) => Promise<PageContent | Download> | PageContent | Download;

/** A route's pattern, as Hono reads it, its page, and the action that it is part of where not everybody may see it. */
export type Route = readonly [pattern: string, page: Page, action?: Action];

/** What a form is taken with: the fields as its shape reads them, and who sent it. */
export interface FormRequest<Fields> extends PageRequest {
  readonly fields: Fields;
  readonly accounts: AccountStore;
  /** Who sends it, to be read again after what was awaited. Throws where they may not by now. */
  readonly lookAgain: () => Account | null;
  /** For the audit trail. */
  readonly actor: Actor;
  readonly place: Place;
  /** The session that it was sent in. */
  readonly session: number | null;
}

/** Where the browser goes after a form was taken (303). */
export interface Redirect {
  /** A path of ours. */
  readonly to: string;
  /** A session that begins, by its secret; null: the one that was is over. */
  readonly session?: string | null;
  /** Whether the log has grown: the index follows it, and pages show it. */
  readonly isRecorded?: true;
}

/** A form that is sent by POST. */
export interface Form<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** Its fields: strings, or arrays where a name may come again. A field left empty is absent. */
  readonly fields: Shape;
  /** Does what it asks for. A UserError or a BadRequest shows the page again. */
  readonly take: (
    site: Site,
    request: FormRequest<z.infer<z.ZodObject<Shape>>>,
  ) => Promise<Redirect | PageContent> | Redirect | PageContent;
  /** The page that it stands on: shown again, with `refused`, where it is not taken. */
  readonly page: Page;
  /** Fields with what people write at length, no secret: shown once more to whoever is signed out by then. */
  readonly written?: readonly string[];
}

/** A route's pattern, its form, and the action that it is: who may do it says PERMISSIONS. */
export type FormRoute = readonly [pattern: string, form: Form, action: Action];

/** Keeps a form's own types while it joins the others. */
export const form = <Shape extends z.ZodRawShape>(one: Form<Shape>): Form => one as unknown as Form;

/** Something near what was asked for. */
export interface Nearby {
  readonly href: string;
  readonly text: string;
}

/** There is no such thing here. `message` is one sentence for the visitor. */
export class NotFound extends Error {
  readonly nearby: readonly Nearby[];
  constructor(message: string, nearby: readonly Nearby[] = []) {
    super(message);
    this.nearby = nearby;
  }
}

/** Whoever asks may not. `message` is one sentence for the visitor. */
export class Forbidden extends Error {}

/** Too much was asked. `seconds`: when to come again. */
export class TooMany extends Error {
  readonly seconds: number;
  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

/** It cannot be done just now, through no fault of whoever asks. `seconds`: when to come again. */
export class Unavailable extends Error {
  readonly seconds: number;
  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = seconds;
  }
}

/** What was sent is more than is read (413), or of a type that is not read (415). `message` is one sentence for the visitor. */
export class Unreadable extends Error {
  readonly status: 413 | 415;
  constructor(message: string, status: 413 | 415) {
    super(message);
    this.status = status;
  }
}

/** The address says something that cannot be: `message` is one sentence for the visitor, what and where. */
export class BadRequest extends Error {}
