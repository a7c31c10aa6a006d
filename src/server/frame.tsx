import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { may } from "../accounts/index.ts";
import { ICON, SCRIPT, STYLE } from "./assets.ts";
import { FEED_FORMATS, feedAddress, hasFeed } from "./components/feed-links.tsx";
import { POLICY_OF_COPY } from "./headers.ts";
import type { FeedPlace, PageContent, PageRequest } from "./page.ts";
import { formatDay, formatNumber } from "./report/words.ts";
import { permanentLink, type Site } from "./site.ts";
import { showInvisible, toMarkup } from "./text.ts";

/** The site's sections, in the order of the navigation. */
const SECTIONS: readonly (readonly [href: string, text: string])[] = [
  ["/", "Overview"],
  ["/changes", "Changes"],
  ["/labs", "Labs"],
  ["/documents", "Documents"],
  ["/compare", "Compare"],
  ["/promises", "Ledgers"],
  ["/power", "Power"],
  ["/control", "Control"],
  ["/evidence", "Evidence"],
  ["/methods", "Methods"],
];

/** Paths that belong to a section of another name. */
const SECTION_OF: Readonly<Record<string, string>> = {
  claims: "promises",
  oversight: "promises",
  incidents: "promises",
  findings: "labs",
  suppressed: "changes",
  tripwires: "",
  users: "account",
  "audit-trail": "account",
};

/** A whole page of the site as text. Characters that nobody would see are spelled out, wherever they came from. */
export function renderFrame(site: Site, request: PageRequest, content: PageContent): string {
  const { title, description, body, feed, data } = content;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        {site.isCopy ? <meta http-equiv="Content-Security-Policy" content={POLICY_OF_COPY} /> : null}
        {site.isCopy ? <meta name="referrer" content="no-referrer" /> : null}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content={description} />
        <title>{title === "Corrigible" ? title : `${title} · Corrigible`}</title>
        {site.publicUrl === null ? null : <link rel="canonical" href={permanentLink(site, request.address)} />}
        {feed === undefined || !hasFeed(site, feed) ? null : <Alternates title={title} feed={feed} />}
        <link rel="icon" href={ICON.path} type="image/svg+xml" />
        <link rel="stylesheet" href={STYLE.path} />
        <script type="module" src={SCRIPT.path}></script>
        {data === undefined ? null : <script type="application/ld+json">{raw(toInertJson(data))}</script>}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Masthead request={request} />
        <main id="main" tabindex={-1}>
          {body}
        </main>
        <Footer site={site} />
      </body>
    </html>
  );
  return showInvisible(`<!doctype html>\n${toMarkup(page)}\n`);
}

/** By these a feed reader finds the feed of a list that somebody subscribes to by its address. */
function Alternates({ title, feed }: { readonly title: string; readonly feed: FeedPlace }): Child {
  return FEED_FORMATS.map(({ suffix, type, name }) => (
    <link rel="alternate" type={type} title={`${title} (${name})`} href={feedAddress(feed, suffix)} />
  ));
}

/**
 * JSON that no reader of markup takes for markup, and whose invisible characters stay what they are: everything but plain
 * ASCII as \u0000. A browser runs no script of this type.
 */
function toInertJson(data: object): string {
  return JSON.stringify(data).replaceAll(/[^ !#-%'-;=?-~"]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function Masthead({ request }: { readonly request: PageRequest }): Child {
  const { address: path, query, account, accounts } = request;
  const [first = ""] = path.slice(1).split(/[/?]/);
  const section = `/${SECTION_OF[first] ?? first}`;
  return (
    <header class="masthead">
      <a class="brand" href="/">
        Corrigible
      </a>
      <nav aria-label="Sections">
        {SECTIONS.map(([href, text]) => (
          <a href={href} {...(href === section ? { "aria-current": "page" } : {})}>
            {text}
          </a>
        ))}
        {accounts === null ? null : account === null ? (
          <a href="/sign-in">Sign in</a>
        ) : (
          <>
            {may(account, "review.see") ? (
              <a href="/review" {...(section === "/review" ? { "aria-current": "page" } : {})}>
                Review
              </a>
            ) : null}
            <a href="/account" {...(section === "/account" ? { "aria-current": "page" } : {})}>
              {account.name}
            </a>
          </>
        )}
      </nav>
      <form class="search" role="search" action="/search">
        <label class="hidden" for="q">
          Search
        </label>
        <input
          id="q"
          type="search"
          name="q"
          value={path.startsWith("/search") ? (query.get("q") ?? "") : ""}
          placeholder="Search"
        />
        <button>Search</button>
      </form>
    </header>
  );
}

function Footer({ site: { evidence, root, frame, isCopy } }: { readonly site: Site }): Child {
  return (
    <footer>
      <p>
        {isCopy ? (
          <>
            A <a href="/copy">copy in files</a>.{" "}
          </>
        ) : null}
        As of {formatDay(frame.asOf)}. Made from {formatNumber(evidence.size)} entries of the evidence log{" "}
        <a href="/evidence">{evidence.origin}</a>, root <code>{root}</code>.
      </p>
      <p>
        Findings are proposed by detectors until people have reviewed them.{" "}
        <a href="/methods">How this is made, and where it fails</a>.{" "}
        {isCopy ? null : <a href="/api">All of it for programs</a>}
      </p>
    </footer>
  );
}
