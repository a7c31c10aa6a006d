import { casebookRecordSchema, type ControlRelation, controlRelations } from "../model/index.ts";
import { readInputs } from "./record-inputs.ts";
import type { Workspace } from "./workspace.ts";

/** The relations of control that the casebook in a workspace's evidence log tells of, by the newest record of each id. */
export function readRecordedControl(workspace: Workspace): ControlRelation[] {
  const decoder = new TextDecoder();
  return readInputs(workspace, "casebook").flatMap(({ bytes }) =>
    controlRelations(casebookRecordSchema.parse(JSON.parse(decoder.decode(bytes)))),
  );
}
