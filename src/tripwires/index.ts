export { type Alert, linkOf } from "./alert.ts";
export { checkNames, type KnownNames } from "./check-names.ts";
export { type Channel, type Tripwire, type TripwireOf } from "./declaration.ts";
export { describeTripwire } from "./describe.ts";
export type { ChangeFact, Facts, FindingFact, MeasureFact, PromiseFact } from "./facts.ts";
export { findAlerts, type Standing, type Tripped } from "./find-alerts.ts";
export { type Declared, type ParsedFile, parseTripwires, type Problem, TRIPWIRES_FILE } from "./parse.ts";
export { DIRECTIONS_MEANT } from "./trips.ts";
