import { type Index, type ListedChange, listDocumentChanges } from "../../index/index.ts";
import { type Difference, findDifferences, gravityOf, isAlarm, type Rated, RATED } from "./differences.ts";

/** Counts of one reading. */
export interface Verdicts {
  /** Changes, also neutral and suppressed ones. */
  readonly changes: number;
  /** Changes that noise suppresses. */
  readonly suppressed: number;
  /** Alarms: changes that loosen or tighten with a confidence of at least 0.5, and are no noise. */
  readonly loosens: number;
  readonly tightens: number;
  /** Alarms of which the document says nothing. */
  readonly undisclosed: number;
}

/** How often verdicts differ; `alarms`: where a change is an alarm before or after. */
export interface Tally {
  readonly all: number;
  readonly alarms: number;
}

export interface VerdictComparison {
  readonly documents: number;
  /** Documents with a difference. */
  readonly differing: number;
  readonly before: Verdicts;
  readonly after: Verdicts;
  readonly appear: Tally;
  readonly vanish: Tally;
  readonly rerated: Tally;
  /** How many of those rated otherwise differ in what; one change may differ in several. */
  readonly rated: Readonly<Record<Rated, number>>;
  /** Cause → how many differences it has, the most frequent first. */
  readonly causes: Readonly<Record<string, Tally>>;
  /** The gravest differences first, among equals the newest. */
  readonly gravest: readonly Difference[];
}

/**
 * Compares what is published of some documents with what lies staged of them. Holds the changes of one document at a
 * time, and the `limit` gravest differences.
 */
export async function compareVerdicts(
  published: Index,
  staged: Index,
  documents: readonly string[],
  limit: number,
): Promise<VerdictComparison> {
  const tally = new VerdictTally(limit);
  for (const document of documents)
    tally.add(await listDocumentChanges(published, document), await listDocumentChanges(staged, document));
  return { documents: documents.length, ...tally.result() };
}

type Counts = { -readonly [Name in keyof Verdicts]: number };
type MutableTally = { -readonly [Name in keyof Tally]: number };

class VerdictTally {
  readonly #limit: number;
  readonly #before = noVerdicts();
  readonly #after = noVerdicts();
  readonly #kinds = { appear: noTally(), vanish: noTally(), rerated: noTally() };
  readonly #rated = Object.fromEntries(RATED.map((field) => [field, 0])) as Record<Rated, number>;
  readonly #causes = new Map<string, MutableTally>();
  #gravest: Difference[] = [];
  #differing = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(before: readonly ListedChange[], after: readonly ListedChange[]): void {
    countVerdicts(this.#before, before);
    countVerdicts(this.#after, after);
    const differences = findDifferences(before, after);
    if (differences.length > 0) this.#differing++;
    for (const one of differences) this.#count(one);
    this.#gravest = [...this.#gravest, ...differences].toSorted(byGravity).slice(0, this.#limit);
  }

  #count(difference: Difference): void {
    const { before, after, rated, cause } = difference;
    const kind = before === null ? "appear" : after === null ? "vanish" : "rerated";
    const causes = this.#causes.get(cause) ?? noTally();
    this.#causes.set(cause, causes);
    for (const tally of [this.#kinds[kind], causes]) {
      tally.all++;
      if (isAlarm(before) || isAlarm(after)) tally.alarms++;
    }
    for (const field of rated) this.#rated[field]++;
  }

  result(): Omit<VerdictComparison, "documents"> {
    const causes = [...this.#causes].toSorted(([a, one], [b, other]) => other.all - one.all || (a < b ? -1 : 1));
    return {
      differing: this.#differing,
      before: this.#before,
      after: this.#after,
      ...this.#kinds,
      rated: this.#rated,
      causes: Object.fromEntries(causes),
      gravest: this.#gravest,
    };
  }
}

const noVerdicts = (): Counts => ({ changes: 0, suppressed: 0, loosens: 0, tightens: 0, undisclosed: 0 });
const noTally = (): MutableTally => ({ all: 0, alarms: 0 });

function countVerdicts(counts: Counts, changes: readonly ListedChange[]): void {
  for (const listed of changes) {
    counts.changes++;
    if (listed.suppressed !== null) counts.suppressed++;
    if (!isAlarm(listed)) continue;
    const { direction, disclosed } = listed.change;
    if (direction !== "neutral") counts[direction]++;
    if (disclosed === "no" || disclosed === "no-note") counts.undisclosed++;
  }
}

function byGravity(a: Difference, b: Difference): number {
  const [one, other] = [shown(a), shown(b)];
  return (
    gravityOf(b) - gravityOf(a) ||
    other.severity - one.severity ||
    (one.date < other.date ? 1 : one.date > other.date ? -1 : one.id < other.id ? -1 : 1)
  );
}

/** The change of a difference, as it is after where it is there. */
export function shown({ before, after }: Difference): ListedChange["change"] {
  const listed = after ?? before;
  if (!listed) throw new RangeError("a difference without a change");
  return listed.change;
}
