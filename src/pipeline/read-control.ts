import type { EvidenceReader } from "../evidence/index.ts";
import { casebookRecordSchema, type ControlRelation, controlRelations } from "../model/index.ts";
import { newestOfTables, parseBods, toControlRelations } from "../sources/index.ts";
import { inputsOf } from "./record-inputs.ts";

/** The relations of control that an evidence log tells of: by its casebook and its ownership statements. */
export function readRecordedControl(evidence: EvidenceReader): ControlRelation[] {
  const decoder = new TextDecoder();
  const casebook = inputsOf(evidence, "casebook").flatMap(({ bytes }) =>
    controlRelations(casebookRecordSchema.parse(JSON.parse(decoder.decode(bytes)))),
  );
  const bods = newestOfTables(inputsOf(evidence, "bods").map(parseBods));
  return [...casebook, ...toControlRelations(bods.flatMap(({ statements }) => statements)).control];
}
