import { readFile } from "node:fs/promises";

/** The version of this program, as its package states it. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** How this program names itself to sites and in archives: "Corrigible/0.1.0". */
export const readSoftware = async (): Promise<string> => `Corrigible/${await readVersion()}`;
