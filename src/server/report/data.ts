import type { RecordedChange } from "../../index/index.ts";
import type { Assessment, Direction, Disclosed, NoiseKind } from "../../model/index.ts";

/** All that the report shows. Archive text in it is attacker-controlled. */
export interface ReportData {
  /** What was audited, in words: "the example", "genai-contrib-versions.bundle". */
  readonly source: string;
  /** Names of the labs that it is about, in the order of their ids. */
  readonly labs: readonly string[];
  /** Whether it is the company that does not exist. */
  readonly fictional: boolean;
  /** Folder of the workspace as the commands name it. */
  readonly workspace: string;
  readonly log: ReportLog;
  readonly documents: number;
  readonly versions: number;
  /** Dates of the oldest and the newest version, UTC. */
  readonly firstDate: string;
  readonly lastDate: string;
  /** The six evals of every lab that anything is known of, by lab; and the day that counts as today. */
  readonly balances: readonly LabBalances[];
  readonly asOf: string;
  /** Alarms by lab, direction and disclosure. */
  readonly tally: readonly TallyRow[];
  /** The most important alarms, severest first. */
  readonly leading: readonly ReportChange[];
  /** Alarms of severity 2 or more, of which `leading` shows the first. */
  readonly leadingTotal: number;
  /** Alarms in time, one lane a document where there are few, else one a lab. */
  readonly lanes: readonly Lane[];
  /** Lanes left out, those with the fewest alarms. */
  readonly lanesLeft: number;
  readonly series: readonly DocumentReport[];
  /** Documents with no alarm: they have no series. */
  readonly quietDocuments: number;
  /** Versions that are no change by the lab. */
  readonly noise: readonly { readonly kind: NoiseKind; readonly count: number }[];
}

interface ReportLog {
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  /** Root of the Merkle tree, in hexadecimal. */
  readonly root: string;
  /** The signed checkpoint, as it stands in the evidence folder. */
  readonly checkpoint: string;
}

/** One lab's balances, in the order of the evals. */
export interface LabBalances {
  readonly lab: string;
  readonly name: string;
  readonly assessments: readonly Assessment[];
}

export interface TallyRow {
  readonly lab: string;
  readonly labName: string;
  readonly direction: Direction;
  readonly disclosed: Disclosed;
  readonly count: number;
}

export interface Lane {
  readonly label: string;
  readonly marks: readonly Pick<RecordedChange, "date" | "direction" | "severity">[];
}

/** A version, as a receipt names it. */
export interface ReportVersion {
  /** `document@<log index>` */
  readonly id: string;
  readonly date: string;
  readonly logIndex: number;
  /** SHA-256 of the text, in hexadecimal. */
  readonly blob: string;
  /** Where it stands in the archive. */
  readonly commit: string;
  readonly path: string;
}

export interface ReportChange {
  readonly change: RecordedChange;
  /** The document's own note about its change. */
  readonly note: string | null;
  /** The document's name: service and kind of terms. */
  readonly title: string;
  readonly old: ReportVersion;
  readonly new: ReportVersion;
}

/** One document with its alarms, in the order of the log. */
export interface DocumentReport {
  readonly id: string;
  readonly title: string;
  readonly lab: string;
  readonly labName: string;
  readonly versions: number;
  readonly firstDate: string;
  readonly lastDate: string;
  /** Versions set aside as noise. */
  readonly quietVersions: number;
  /** The newest ones first. */
  readonly changes: readonly RecordedChange[];
  readonly changesTotal: number;
}
