import type { Child } from "hono/jsx";
import { blobOf } from "../../../model/index.ts";
import { formatNumber } from "../../report/words.ts";
import type { Site } from "../../site.ts";
import type { Located } from "./locate.ts";

/** The proof, like a receipt: what it proves, where to verify it. The custom element verifies it in the browser. */
export function Proof({
  site,
  located: { entry, index, id },
}: {
  readonly site: Site;
  readonly located: Located;
}): Child {
  const { evidence, root, workspace } = site;
  const blob = blobOf(entry);
  return (
    <section aria-labelledby="proof" class="proof-panel">
      <h2 id="proof">Proof</h2>
      <p>
        It proves that the log held this record when its checkpoint was signed, and has not altered it since. It does
        not prove who wrote the text, nor that the archive recorded it rightly.
      </p>
      <table class="receipt">
        <tbody>
          <tr>
            <th scope="row">Entry</th>
            <td>
              {formatNumber(index)} of {formatNumber(evidence.size)}
            </td>
          </tr>
          <tr>
            <th scope="row">Log</th>
            <td>{evidence.origin}</td>
          </tr>
          <tr>
            <th scope="row">Root of the checkpoint</th>
            <td>
              <code>{root}</code>
            </td>
          </tr>
          <tr>
            <th scope="row">Verify elsewhere</th>
            <td>
              <a href={`/proof/${id}`}>Download the proof</a>, then <code>corrigible verify FILE</code>; no network, no
              workspace.
            </td>
          </tr>
        </tbody>
      </table>
      <verify-proof
        data-proof={`/proof/${encodeURI(id)}`}
        data-index={String(index)}
        {...(blob === null ? {} : { "data-text": `/text/${encodeURI(id)}`, "data-sha256": blob })}
      >
        <label>
          Key of the log
          <input name="vkey" value={workspace.vkey} spellcheck={false} autocomplete="off" />
        </label>
        <p class="small">
          The key above is this site’s word. Whoever trusts the log knows its key from elsewhere: put that one there.
          The button that verifies needs JavaScript.
        </p>
      </verify-proof>
    </section>
  );
}
