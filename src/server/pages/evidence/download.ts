import { proveEntry } from "../../../evidence/index.ts";
import { blobOf } from "../../../model/index.ts";
import { parseTilePath, TlogError } from "../../../tlog/index.ts";
import { Forbidden, NotFound, type Page } from "../../page.ts";
import { isWithheld, WITHHELD } from "../../review-acts.ts";
import { locate } from "./locate.ts";

/** The archived bytes as plain text: a browser shows them, and runs nothing. */
export const textPage: Page = async (site, { params, account }) => {
  const { entry, id } = await locate(site, params["id"] ?? "");
  const blob = blobOf(entry);
  if (blob === null) throw new NotFound(`Entry ${id} closes an import and has no text.`);
  if (isWithheld(site, entry, account)) throw new Forbidden(WITHHELD);
  return { type: "text/plain; charset=utf-8", bytes: site.evidence.blob(blob) };
};

/** The same bytes as `corrigible prove`. */
export const proofPage: Page = async (site, { params }) => {
  const { index } = await locate(site, params["id"] ?? "");
  const bytes = proveEntry(site.evidence, index, site.workspace.vkey);
  return { type: "text/plain; charset=utf-8", bytes, filename: `entry-${index}.proof` };
};

/** A tile of the log (https://c2sp.org/tlog-tiles): what a witness checks a new checkpoint with. */
export const tilePage: Page = ({ evidence }, { params }) => {
  const path = `tile/${params["tile"] ?? ""}`;
  try {
    return { type: "application/octet-stream", bytes: evidence.tile(parseTilePath(path)) };
  } catch (cause) {
    if (!(cause instanceof TlogError || cause instanceof RangeError)) throw cause;
    throw new NotFound(`The log of ${evidence.size} entries has no ${path}.`);
  }
};

/** The newest checkpoint of the log, signed. */
export const checkpointPage: Page = ({ evidence }) => ({
  type: "text/plain; charset=utf-8",
  bytes: evidence.checkpoint,
});
