export { addRecords, type AddedRecord, type NewRecord, skeleton } from "./add-record.ts";
export { parseFile } from "./parse-file.ts";
export { type CasebookProblem, formatProblem } from "./problem.ts";
export { type Casebook, CASEBOOK_FOLDER, readCasebook } from "./read-casebook.ts";
