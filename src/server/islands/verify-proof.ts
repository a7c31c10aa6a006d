import { canonicalJson } from "../../std/canonical-json.ts";
import { parseTlogProof } from "../../tlog/tlog-proof.ts";
import { openCheckpointOnWeb, sha256OnWeb, verifyInclusionOnWeb } from "../../tlog/web-verify.ts";

/**
 * `<verify-proof data-proof="/proof/…" data-text="/text/…" data-sha256="…" data-index="17">` around a field `vkey`:
 * fetches proof and text and verifies them here, in the visitor's browser, with the log's own code.
 */
class VerifyProof extends HTMLElement {
  readonly #list = document.createElement("ol");

  connectedCallback(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Verify in this browser";
    button.addEventListener("click", () => void this.#verify());
    this.#list.setAttribute("aria-live", "polite");
    this.append(button, this.#list);
  }

  async #verify(): Promise<void> {
    this.#list.replaceChildren();
    try {
      await this.#steps();
      this.#say("Verified: the log holds this record, unaltered.", "verified");
    } catch (error) {
      this.#say(`Not verified: ${error instanceof Error ? error.message : String(error)}.`, "refused");
    }
  }

  async #steps(): Promise<void> {
    const { proof: address, text, sha256, index } = this.dataset;
    const proof = parseTlogProof(new TextDecoder().decode(await fetchBytes(address ?? "")));
    const { entry } = JSON.parse(new TextDecoder().decode(proof.extra)) as { entry: { blob?: string } };
    if (String(proof.index) !== index) throw new Error(`the proof is for entry ${proof.index}, not ${index}`);
    if (entry.blob !== sha256) throw new Error("the proof is for another text than the one named here");
    this.#say(`The proof is for entry ${proof.index}.`);
    if (text !== undefined) {
      const hash = await sha256OnWeb(await fetchBytes(text));
      if (hash !== sha256) throw new Error(`the text's SHA-256 is ${hash}`);
      this.#say("The text has the SHA-256 that the entry names.");
    }
    const vkey = this.querySelector<HTMLInputElement>("input[name=vkey]")?.value.trim() ?? "";
    const checkpoint = await openCheckpointOnWeb(proof.checkpoint, vkey);
    this.#say(`The key signed the checkpoint of ${checkpoint.origin} with ${checkpoint.size} entries.`);
    const leaf = new TextEncoder().encode(canonicalJson(entry));
    await verifyInclusionOnWeb(leaf, proof, checkpoint);
    this.#say(`${proof.hashes.length} hashes lead from the entry to the root of that checkpoint.`);
  }

  #say(text: string, className = ""): void {
    const item = document.createElement("li");
    item.className = className;
    item.textContent = text;
    this.#list.append(item);
  }
}

async function fetchBytes(address: string): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Texts of a copy are compressed; a host that says so has had the browser unpack them already.
  if (!address.endsWith(".gz") || bytes[0] !== GZIP_MAGIC[0] || bytes[1] !== GZIP_MAGIC[1]) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** How a gzip file begins (RFC 1952). */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

customElements.define("verify-proof", VerifyProof);
