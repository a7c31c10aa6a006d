import type { Child } from "hono/jsx";
import { readSecondReadings } from "../../../pipeline/index.ts";
import type { Reading } from "../../../reader/index.ts";
import { perSite, type Site } from "../../site.ts";

const readingsOf = perSite(({ workspace }) => Map.groupBy(readSecondReadings(workspace), ({ change }) => change));

/** What other readers, language models that the operator named, say of a change; nothing where none was asked. */
export function SecondReadings({ site, change }: { readonly site: Site; readonly change: string }): Child {
  const readings = readingsOf(site).get(change) ?? [];
  if (readings.length === 0) return null;
  return (
    <div>
      <dt>A second reader</dt>
      <dd>
        <ul>
          {readings.map((reading) => (
            <li>
              {reading.model}: <Said reading={reading} />
            </li>
          ))}
        </ul>
        A language model’s reading beside ours, which stands whatever it says.
      </dd>
    </div>
  );
}

function Said({ reading: { answer } }: { readonly reading: Reading }): Child {
  if (answer.kind === "none") return <>no verdict ({answer.why})</>;
  const { loosens, tightens, quote, reason } = answer.verdict;
  const ways = [...(loosens ? ["loosens"] : []), ...(tightens ? ["tightens"] : [])];
  return (
    <>
      <strong>{ways.length === 0 ? "moves nothing that binds" : ways.join(" and ")}</strong>: <q dir="auto">{quote}</q>{" "}
      {reason}
    </>
  );
}
