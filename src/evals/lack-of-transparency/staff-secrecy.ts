import type { CasebookRecord, Measure } from "../../model/index.ts";
import { groupByLab } from "../by-lab.ts";
import type { EvalInput } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";

const METHOD = "lack-of-transparency#staff-secrecy";
const CAUTION =
  "Such agreements are themselves secret, so few are known, and those of labs whose former staff speak are known first. " +
  "No record is no evidence of none.";

/** Ties on what staff may say or where they may go, and what frees or protects them to speak. */
const ABOUT_STAFF =
  /non-?disclosure|non-?disparage|\bndas?\b|exit (?:agreement|document)|severance|not to work for rivals|non-?compete|whistle|raising concerns|reporting breaches/i;

/** Records about what staff may say, up to the day that counts as today. */
export function staffRecords({ records, asOf }: Pick<EvalInput, "records" | "asOf">): CasebookRecord[] {
  const about = records.filter(
    ({ title, dimensions, date }) =>
      date <= asOf && dimensions.includes("lack-of-transparency") && ABOUT_STAFF.test(title),
  );
  return about.toSorted((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)));
}

const SIDES = [
  { name: "staff-secrecy", label: "Records of ties on what staff may say", directions: ["concerning", "mixed"] },
  { name: "staff-openness", label: "Records of staff freed or protected to speak", directions: ["reassuring"] },
] as const;

/** Records of secrecy about staff, and the mirror: of staff freed or protected to speak. */
export function staffMeasures(input: EvalInput): Measure[] {
  return groupByLab(input, staffRecords(input)).flatMap(([lab, own]) =>
    SIDES.map(({ name, label, directions }) => {
      const found = own.filter(({ direction }) => directions.some((one) => one === direction));
      return makeMeasure({
        eval: "lack-of-transparency",
        lab,
        name,
        label,
        unit: "records",
        estimate: counted(METHOD, found.length, own.length),
        numerator: found.length,
        denominator: own.length,
        caution: CAUTION,
        detail: {
          columns: ["date", "lab", "what", "direction", "evidence"],
          rows: own.map((record) => [record.date, record.lab, record.title, record.direction, record.id]),
        },
        evidence: found.map(({ id }) => id),
      });
    }),
  );
}
