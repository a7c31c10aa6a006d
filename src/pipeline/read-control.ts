import { casebookRecordSchema, type ControlRelation, controlRelations } from "../model/index.ts";
import { newestOfTables, parseBods, toControlRelations } from "../sources/index.ts";
import { readInputs } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/** The relations of control that a workspace's evidence log tells of: by its casebook and its ownership statements. */
export function readRecordedControl(workspace: Workspace): ControlRelation[] {
  const decoder = new TextDecoder();
  const casebook = readInputs(workspace, "casebook").flatMap(({ bytes }) =>
    controlRelations(casebookRecordSchema.parse(JSON.parse(decoder.decode(bytes)))),
  );
  const bods = newestOfTables(readInputs(workspace, "bods").map(parseBods));
  return [...casebook, ...toControlRelations(bods.flatMap(({ statements }) => statements)).control];
}
