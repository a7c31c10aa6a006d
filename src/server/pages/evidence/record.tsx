import type { Child } from "hono/jsx";
import { findNeighbours, findVersion, listVersionChanges } from "../../../index/index.ts";
import {
  blobOf,
  documentOf,
  type Entry,
  type Finding,
  type InputEntry,
  type VersionEntry,
} from "../../../model/index.ts";
import { readCsv } from "../../../sources/index.ts";
import { ChangeLine } from "../../components/change-line.tsx";
import { LabLink } from "../../components/lab-link.tsx";
import type { Page } from "../../page.ts";
import { clip, count, formatDay, formatNumber } from "../../report/words.ts";
import { isWithheld, WITHHELD } from "../../review-acts.ts";
import type { Site } from "../../site.ts";
import { safeLink } from "../../text.ts";
import { reviewOf } from "./claim-review.ts";
import { findingsByEvidence, readDirectory, recordedAt } from "./directory.ts";
import { type Located, locate } from "./locate.ts";
import { Proof } from "./proof.tsx";

/** Characters of an archived text that a page shows; the download has all. */
const TEXT_LENGTH_MAX = 40_000;
/** The same in a copy, which keeps the text itself in a file of its own. */
const TEXT_LENGTH_MAX_OF_COPY = 1_000;
const CELL_LENGTH_MAX = 600;
const CHANGES_SHOWN = 12;

/** One entry of the log: where it came from, what it says, what rests on it, and its proof. */
export const recordPage: Page = async (site, { params, account }) => {
  const located = await locate(site, params["id"] ?? "");
  const { entry, index, id } = located;
  const title = entry.type === "version" ? `${entry.service} ${entry.terms}, ${formatDay(entry.date)}` : id;
  const findings = (await findingsByEvidence(site)).get(id) ?? [];
  const review = reviewOf(site, located, findings);
  return {
    ...(review === null ? {} : { data: review }),
    title: `Evidence: ${title}`,
    description: `Entry ${index} of the evidence log ${site.evidence.origin}, with its proof.`,
    body: (
      <>
        <p class="where">
          <a href="/evidence">Evidence log</a> · entry {formatNumber(index)} of {formatNumber(site.evidence.size)}
        </p>
        <h1 dir="auto">{title}</h1>
        <Provenance site={site} located={located} />
        {entry.type === "version" ? await readAround(site, located) : null}
        <Findings findings={findings} site={site} />
        <Proof site={site} located={located} />
        {isWithheld(site, entry, account) ? <p>{WITHHELD}</p> : <Content site={site} located={located} />}
      </>
    ),
  };
};

function Provenance({
  site,
  located: { entry, index, id, row },
}: {
  readonly site: Site;
  readonly located: Located;
}): Child {
  const blob = blobOf(entry);
  return (
    <table class="receipt">
      <caption>Where it came from</caption>
      <tbody>
        <Row name="Id">
          <code>{id}</code>
          {row === null ? null : `, row ${row}`}
        </Row>
        {provenanceOf(site, entry, index).map(([name, value]) => (
          <Row name={name}>{value}</Row>
        ))}
        <Row name="Recorded here">{recordedAt(readDirectory(site), index) ?? "in an import that was not finished"}</Row>
        {blob === null ? null : (
          <Row name="SHA-256 of the text">
            <code>{blob}</code>
          </Row>
        )}
      </tbody>
    </table>
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

function originOf(origin: VersionEntry["origin"], before: Entry | null): [string, Child][] {
  if (origin.kind === "capture") {
    // Its exchanges stand before it, under the name of who had them.
    const byOthers = before?.type === "input" && before.source === "web-archive";
    return [
      [byOthers ? "Kept by a web archive, of the page" : "Captured from", origin.url],
      ["Exchanges, as WARC", <code>{origin.warc}</code>],
    ];
  }
  return [
    ["Repository, by its first commit", <code>{origin.repository}</code>],
    ["Commit", <code>{origin.commit}</code>],
    ["Path", origin.path],
  ];
}

function provenanceOf(site: Site, entry: Entry, index: number): [string, Child][] {
  const { workspace, evidence } = site;
  switch (entry.type) {
    case "version": {
      const { document, lab, labName } = documentOf(workspace.labTable, entry.service, entry.terms);
      return [
        ["Lab", <LabLink site={site} lab={lab} name={labName} />],
        ["Document", <a href={`/documents/${document}`}>{document}</a>],
        ["Recorded by the archive", `${entry.date} (${entry.cause})`],
        ...originOf(entry.origin, index > 0 ? evidence.entry(index - 1) : null),
      ];
    }
    case "input":
      return [
        ["Source", entry.source],
        ["Name", entry.name],
        ["Length", count(entry.size, "byte")],
      ];
    case "import":
      return [
        ["What it is", `the end of an import from ${entry.source}`],
        ["Entries that it added", formatNumber("versions" in entry ? entry.versions : entry.inputs)],
      ];
  }
}

/** What a version changed, and the versions before and after it. */
async function readAround({ index }: Site, { id }: Located): Promise<Child> {
  const own = await findVersion(index, id);
  // Recorded after the last audit.
  if (own === null) return null;
  const { before, after } = await findNeighbours(index, own);
  const { listed: changes, total } = await listVersionChanges(index, own, CHANGES_SHOWN);
  const { noise } = own;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What this version changed</h2>
      <p>
        {noise === null ? null : (
          <>
            Set aside as noise: <a href={`/suppressed?noise=${noise}`}>{noise}</a>.{" "}
          </>
        )}
        {changes.length === 0 ? "No rule was loosened or tightened, as we read it." : null}
      </p>
      {changes.map((change) => (
        <ChangeLine change={change} />
      ))}
      {total > changes.length ? <p class="small">and {total - changes.length} more</p> : null}
      <p>
        {before ? (
          <a href={`/evidence/${before.id}`}>Version before, {formatDay(before.date)}</a>
        ) : (
          "The first version."
        )}{" "}
        {after ? <a href={`/evidence/${after.id}`}>Version after, {formatDay(after.date)}</a> : "The newest version."}
      </p>
    </section>
  );
}

function Findings({ findings, site }: { readonly findings: readonly Finding[]; readonly site: Site }): Child {
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings that rest on it</h2>
      <ul>
        {findings.slice(0, CHANGES_SHOWN).map((finding) => (
          <li>
            <span class={`badge ${finding.bearing}`}>{finding.bearing}</span> {finding.title} (
            <LabLink site={site} lab={finding.lab} anchor={`#${finding.eval}`} />)
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The archived bytes, inert: text that is shown, never markup. */
function Content({ site, located }: { readonly site: Site; readonly located: Located }): Child {
  const { entry, id } = located;
  if (entry.type === "import") return null;
  const text = new TextDecoder().decode(site.evidence.blob(entry.blob));
  const shown = site.isCopy ? TEXT_LENGTH_MAX_OF_COPY : TEXT_LENGTH_MAX;
  const all = `All ${formatNumber(entry.size)} bytes as plain text${site.isCopy ? ", compressed with gzip" : ""}`;
  return (
    <section aria-labelledby="text">
      <h2 id="text">The text as it was recorded</h2>
      <p class="small">
        <a href={`/text/${id}`}>{all}</a>
      </p>
      {entry.type === "input" ? (
        <Input entry={entry} text={text} row={located.row} shown={shown} />
      ) : (
        <Archived text={text} shown={shown} />
      )}
    </section>
  );
}

function Archived({ text, shown }: { readonly text: string; readonly shown: number }): Child {
  return (
    <>
      <pre class="archived" dir="auto" tabindex={0} role="region" aria-label="Archived text">
        {text.slice(0, shown)}
      </pre>
      {text.length > shown ? <p class="small">… and {formatNumber(text.length - shown)} characters more.</p> : null}
    </>
  );
}

function Input({
  entry,
  text,
  row,
  shown,
}: {
  readonly entry: InputEntry;
  readonly text: string;
  readonly row: number | null;
  readonly shown: number;
}): Child {
  if (entry.source === "casebook")
    return <Fields fields={Object.entries(JSON.parse(text) as Record<string, unknown>)} />;
  if (row === null || entry.source === "bods") return <Archived text={text} shown={shown} />;
  let header: readonly string[] = [];
  let line = 0;
  for (const cells of readCsv(text, entry.name)) {
    if (++line === 1) header = cells;
    if (line === row) return <Fields fields={header.map((name, at) => [name, cells[at] ?? ""])} />;
  }
  return <p class="absent">The table has no row {row}.</p>;
}

function Fields({ fields }: { readonly fields: readonly (readonly [string, unknown])[] }): Child {
  return (
    <table class="receipt">
      <tbody>
        {fields
          .filter(([, value]) => value !== null && value !== "")
          .map(([name, value]) => (
            <Row name={name}>
              <Value value={value} />
            </Row>
          ))}
      </tbody>
    </table>
  );
}

/** A value of a record; addresses lead to their source where they are addresses of the web. */
function Value({ value }: { readonly value: unknown }): Child {
  if (Array.isArray(value)) {
    return (
      <ul>
        {value.map((one: unknown) => (
          <li>
            <Value value={one} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]: [string, unknown]) => (
        <div>
          <span class="small">{name}:</span> <Value value={one} />
        </div>
      ));
  }
  const text = clip(String(value), CELL_LENGTH_MAX);
  const link = /^https?:/.test(text) ? safeLink(String(value)) : null;
  return link === null ? (
    <span dir="auto">{text}</span>
  ) : (
    <a href={link} rel="noreferrer noopener">
      {text}
    </a>
  );
}
