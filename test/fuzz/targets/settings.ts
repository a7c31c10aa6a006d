import { formatSettings, parseSettings } from "../../../src/pipeline/workspace-settings.ts";
import { UserError } from "../../../src/std/index.ts";
import { demand, demandOneLine, type Target, textOf } from "../target.ts";

const VKEY = "corrigible.local/a+530d903e+Ab0z6nBT5EPtTKGwWAPLaXpEd3oHGxXmrlYLFkV7vYnk";

/** `corrigible.yaml`: a UserError of one line, or settings that are read as they are written. */
export const target: Target = {
  name: "settings",
  seeds: [
    `origin: corrigible.local/a\nvkey: ${VKEY}\nservices:\n  Grok: { lab: xai, formerly: [Grk], prefix: g }\nlabs: { xai: xAI }\n`,
    `origin: corrigible.local/a\nvkey: ${VKEY}\nservices: {}\nlabs: {}\nfictional: [a]\nwayback: https://w.example\nreviewers: { ada: "${VKEY}" }\n`,
    "a: &x 1\nb: *x\n",
  ],
  run(input) {
    try {
      const settings = parseSettings(textOf(input), "corrigible.yaml");
      const again = parseSettings(formatSettings(settings), "corrigible.yaml");
      for (const part of ["origin", "vkey", "services", "labs"] as const)
        demand(JSON.stringify(again[part]) === JSON.stringify(settings[part]), `${part} is read as it is written`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      demandOneLine(error.message);
    }
  },
};
