import type { Child } from "hono/jsx";
import { LabLink } from "../../components/lab-link.tsx";
import { Badge, ChangeLine, clauseOf } from "../../components/change-line.tsx";
import { REASON_WORDS, speaksAgainst } from "../../../compare/index.ts";
import { type ListedChange, listVersionChanges, type VersionRow } from "../../../index/index.ts";
import { annotate } from "../../../model/index.ts";
import type { Page } from "../../page.ts";
import { oneOf, readQuery } from "../../query.ts";
import {
  count,
  DISCLOSED_SENTENCES,
  DISCLOSED_WORDS,
  formatDay,
  formatNumber,
  KIND_WORDS,
  NOISE_WORDS,
  SEVERITY_WORDS,
  SUBJECT_WORDS,
} from "../../report/words.ts";
import { permanentLink, type Site } from "../../site.ts";
import { formatBibtex } from "./citation.ts";
import { findOccurrences, readVersions } from "./occurrences.ts";
import { type Beside, findBeside, OtherLabs } from "./other-labs.tsx";
import { RawDifference } from "./raw.tsx";
import { Nearest, Note, Texts } from "./reading.tsx";
import { SecondReadings } from "./second-readings.tsx";

const VIEWS = ["reading", "raw"] as const;
/** Other changes of the same version that are listed. */
const BESIDE_MAX = 12;

/** One change: what it says, how sure we are, what speaks against it, and the way to the proof. */
export const changePage: Page = async (site, { params, query, address }) => {
  const { view } = readQuery(query, { view: oneOf(VIEWS).default("reading") });
  const occurrences = await findOccurrences(site, params["id"] ?? "");
  const listed = (occurrences.find(({ suppressed }) => suppressed === null) ?? occurrences[0]) as ListedChange;
  const { change, service, terms } = listed;
  const [old, neu] = await readVersions(site, listed);
  const heading = clauseOf(listed, HEADING_LENGTH_MAX);
  return {
    data: annotationsOf(site, listed, old, neu),
    title: heading,
    description: `${site.frame.labs[change.lab] ?? change.lab}, ${service} ${terms}, ${formatDay(change.date)}: ${KIND_WORDS[change.kind]}, ${change.direction}, ${DISCLOSED_WORDS[change.disclosed]}.`,
    body: (
      <article class={`change-page ${change.direction}`}>
        <Head listed={listed} site={site} heading={heading} />
        {site.isCopy ? null : <Views id={change.id} view={view} />}
        {view === "raw" ? (
          <RawDifference site={site} old={old} neu={neu} />
        ) : (
          <Reading {...await readAround(site, listed, neu)} listed={listed} occurrences={occurrences} />
        )}
        <Evidence site={site} old={old} neu={neu} />
        <Cite site={site} listed={listed} address={address} />
      </article>
    ),
  };
};

const HEADING_LENGTH_MAX = 110;

/** Each quote where it stands, for programs. */
function annotationsOf(site: Site, { change }: ListedChange, old: VersionRow, neu: VersionRow): object {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    "@graph": (["old", "new"] as const).flatMap((side) => {
      const quote = change[side];
      if (quote === null) return [];
      const { id, blob } = side === "old" ? old : neu;
      return [annotate(change, side, { id, blob, text: decoder.decode(site.evidence.blob(blob)) }, quote)];
    }),
  };
}

function Views({ id, view }: { readonly id: string; readonly view: (typeof VIEWS)[number] }): Child {
  return (
    <nav class="views" aria-label="Views of this change">
      <a href={`/changes/${id}`} {...(view === "reading" ? { "aria-current": "page" } : {})}>
        Reading view
      </a>
      <a href={`/changes/${id}?view=raw`} {...(view === "raw" ? { "aria-current": "page" } : {})}>
        Raw difference of the whole texts
      </a>
    </nav>
  );
}

function Head({
  listed,
  site,
  heading,
}: {
  readonly listed: ListedChange;
  readonly site: Site;
  readonly heading: string;
}): Child {
  const { change, service, terms, suppressed } = listed;
  const { direction, kind, severity, subject, confidence, disclosed } = change;
  return (
    <>
      <p class="where">
        <time datetime={change.date}>{formatDay(change.date)}</time> · <LabLink site={site} lab={change.lab} /> ·{" "}
        <a href={`/documents/${change.document}`}>
          {service} {terms}
        </a>
      </p>
      <h1 dir="auto">{heading}</h1>
      <p class="facts">
        <Badge direction={direction} /> {KIND_WORDS[kind]} · {SUBJECT_WORDS[subject]} · severity {severity} (
        {SEVERITY_WORDS[severity]}) · <strong>{DISCLOSED_WORDS[disclosed]}</strong> · confidence {confidence.toFixed(2)}{" "}
        · proposed by a detector, not reviewed yet
      </p>
      {suppressed === null ? null : (
        <p class="notice">
          Set aside as noise, <a href={`/suppressed?noise=${suppressed}`}>{suppressed}</a>: {NOISE_WORDS[suppressed]}
        </p>
      )}
    </>
  );
}

interface Around {
  readonly site: Site;
  /** Other changes of the version that have a direction: the first of them, and how many are left out. */
  readonly beside: readonly ListedChange[];
  readonly besideLeft: number;
  readonly others: Beside;
}

async function readAround(site: Site, { change }: ListedChange, neu: VersionRow): Promise<Around> {
  const { listed, total } = await listVersionChanges(site.index, neu, BESIDE_MAX + 1);
  const beside = listed.filter((one) => one.change.id !== change.id).slice(0, BESIDE_MAX);
  const own = change.direction === "neutral" ? 0 : 1;
  return { site, beside, besideLeft: total - own - beside.length, others: await findBeside(site, change) };
}

interface ReadingProps extends Around {
  readonly listed: ListedChange;
  readonly occurrences: readonly ListedChange[];
}

function Reading({ site, listed, occurrences, beside, besideLeft, others }: ReadingProps): Child {
  const { change } = listed;
  return (
    <>
      <Texts change={change} />
      <dl class="beside-texts">
        <Nearest change={change} />
        <Note change={change} note={listed.note} />
        <div>
          <dt>Why we read it so</dt>
          <dd>
            <ul>
              {change.reasons.map((code) => (
                <li>
                  {REASON_WORDS[code] ?? code} <code class="small">{code}</code>
                </li>
              ))}
            </ul>
            {DISCLOSED_SENTENCES[change.disclosed]}
          </dd>
        </div>
        <div>
          <dt>Against this reading</dt>
          <dd>
            <ul>
              {speaksAgainst(listed, occurrences.length).map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          </dd>
        </div>
        <SecondReadings site={site} change={change.id} />
        <div>
          <dt>The lab’s reply</dt>
          <dd>None is recorded.</dd>
        </div>
      </dl>
      <OtherLabs site={site} beside={others} />
      {occurrences.length > 1 ? <Occurrences occurrences={occurrences} /> : null}
      {beside.length === 0 ? null : (
        <section>
          <h2>Also changed in this version</h2>
          {beside.map((one) => (
            <ChangeLine change={one} />
          ))}
          {besideLeft > 0 ? (
            <p class="small">
              and {count(besideLeft, "more change")}:{" "}
              <a
                href={`/changes?document=${change.document}&since=${change.date.slice(0, 10)}&until=${change.date.slice(0, 10)}&show=all`}
              >
                all of that day
              </a>
            </p>
          ) : null}
        </section>
      )}
    </>
  );
}

function Occurrences({ occurrences }: { readonly occurrences: readonly ListedChange[] }): Child {
  return (
    <section>
      <h2>Seen {count(occurrences.length, "time")}</h2>
      <p>The same two texts followed each other more than once; such a document may alternate between states.</p>
      <ul>
        {occurrences.slice(0, BESIDE_MAX).map(({ change, suppressed }) => (
          <li>
            {formatDay(change.date)}: <a href={`/evidence/${change.newVersion}`}>{change.newVersion}</a>
            {suppressed === null ? null : `, set aside as ${suppressed}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface VersionsProps {
  readonly site: Site;
  readonly old: VersionRow;
  readonly neu: VersionRow;
}

/** Reads like a receipt. */
function Evidence({ site, old, neu }: VersionsProps): Child {
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      <div class="texts">
        {(
          [
            ["Old version", old],
            ["New version", neu],
          ] as const
        ).map(([name, row]) => (
          <table class="receipt">
            <caption>{name}</caption>
            <tbody>
              <Row name="Version">
                <a href={`/evidence/${row.id}`}>{row.id}</a>
              </Row>
              <Row name="Recorded by the archive">{row.date}</Row>
              <Row name="Entry of the log">{formatNumber(row.log_index)}</Row>
              <Row name="SHA-256 of the text">
                <code>{row.blob}</code>
              </Row>
              <Row name="Proof">
                <a href={`/proof/${row.id}`}>Download</a>, or <a href={`/evidence/${row.id}#proof`}>verify it here</a>
              </Row>
            </tbody>
          </table>
        ))}
      </div>
      <p class="small">
        Log {site.evidence.origin}, {formatNumber(site.evidence.size)} entries, root <code>{site.root}</code>
      </p>
    </section>
  );
}

function Row({ name, children }: { readonly name: string; readonly children?: Child }): Child {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  );
}

function Cite({
  site,
  listed,
  address,
}: {
  readonly site: Site;
  readonly listed: ListedChange;
  readonly address: string;
}): Child {
  const { id } = listed.change;
  const link = permanentLink(site, address.split("?", 1)[0] ?? "");
  return (
    <section aria-labelledby="cite" class="no-print">
      <h2 id="cite">Cite</h2>
      <p>
        Permanent link: <a href={`/changes/${id}`}>{link}</a>.{" "}
        {site.isCopy ? null : (
          <>
            <a href={`/changes/${id}.bib`}>BibTeX</a>, <a href={`/changes/${id}.json`}>CSL-JSON</a>
          </>
        )}
      </p>
      <pre tabindex={0} role="region" aria-label="Citation">
        <code>{formatBibtex(site, listed)}</code>
      </pre>
    </section>
  );
}
