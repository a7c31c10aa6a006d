import type { DataTable, Estimate, Measure, NormType } from "../../model/index.ts";
import { type Fate, FATES, type RuleLife } from "../input.ts";
import { counted, makeMeasure } from "../make-measure.ts";
import { holm, type Life, logRank, medianLife, notEstablished, survivalAt, survivalCurve } from "../stats/index.ts";
import { toLife } from "./rule-lives.ts";

const METHOD = "subverting-constraints#survival";
const LOG_RANK = "subverting-constraints#log-rank";

/** Kinds of rules whose lives are followed. */
export const FOLLOWED = [
  { norm: "use-ban", name: "ban", words: "bans on uses" },
  { norm: "lab-promise", name: "promise", words: "duties and promises of the lab" },
  { norm: "user-right", name: "right", words: "rights of users" },
] as const satisfies readonly { readonly norm: NormType; readonly name: string; readonly words: string }[];
type Followed = (typeof FOLLOWED)[number];

const CAUTION =
  "A life is counted from the first record, so rules that stood before the archive began are older than it says. Rules " +
  "that go in one rewrite go together, so the interval is narrower than it should be.";

/** The fates that count as an end: what an alarm says, and with what is too unsure for one. */
const SURE: ReadonlySet<Fate> = new Set(["removed"]);
const ALL: ReadonlySet<Fate> = new Set(["removed", "perhaps-removed"]);

const YEAR_DAYS = 365;
const YEARS = [1, 2] as const;
/** Fewer lives, or fewer that were watched for so long, do not carry a curve. */
const LIVES_MIN = 10;
const AT_RISK_MIN = 5;

/** How long the rules of one lab (or of all) live, for each kind of rule that it has. */
export function survivalMeasures(lab: string, lives: readonly RuleLife[]): Measure[] {
  return FOLLOWED.flatMap((followed) => {
    const own = lives.filter(({ norm }) => norm === followed.norm);
    return own.length === 0 ? [] : measureKind(lab, followed, own);
  });
}

function measureKind(lab: string, followed: Followed, lives: readonly RuleLife[]): Measure[] {
  const { name, words } = followed;
  const [sure, all] = [timesOf(lives, SURE), timesOf(lives, ALL)];
  const shared = { eval: "subverting-constraints" as const, lab, evidence: documentsOf(lives) };
  const caution = `${CAUTION} ${countFates(lives)}`;
  const shares = YEARS.map((years) =>
    makeMeasure({
      ...shared,
      name: `${name}-survival-${years}y`,
      label: `Share of ${words} that still stand ${years === 1 ? "a year" : `${years} years`} after they were first recorded`,
      unit: "share",
      estimate: shareAfter(sure, years * YEAR_DAYS),
      caution: `${caution} ${sayAll(all, years)}`,
      ...(years === 1 ? { detail: curveTable(sure) } : {}),
    }),
  );
  const median = makeMeasure({
    ...shared,
    name: `${name}-median-life`,
    label: `Days after which half of the ${words} are gone`,
    unit: "days",
    estimate: lives.length < LIVES_MIN ? tooFew(sure.length) : { ...medianLife(sure), method: METHOD },
    caution,
  });
  return [...shares, median];
}

function timesOf(lives: readonly RuleLife[], ends: ReadonlySet<Fate>): Life[] {
  return lives.map((life) => toLife(life, ends)).filter((life) => life !== null);
}

const tooFew = (n: number): Estimate => notEstablished(`${n} of at least ${LIVES_MIN} rules were watched`, n, METHOD);

function shareAfter(lives: readonly Life[], days: number): Estimate {
  if (lives.length < LIVES_MIN) return tooFew(lives.length);
  const watched = watchedTo(lives, days);
  if (watched < AT_RISK_MIN) {
    return notEstablished(
      `${watched} of at least ${AT_RISK_MIN} rules were watched for that long`,
      lives.length,
      METHOD,
    );
  }
  return { ...survivalAt(lives, days), method: METHOD };
}

const watchedTo = (lives: readonly Life[], days: number): number => lives.filter(({ time }) => time >= days).length;

function sayAll(lives: readonly Life[], years: number): string {
  const share = shareAfter(lives, years * YEAR_DAYS);
  if (!share.established) return "";
  const [value, low, high] = [share.value, share.low, share.high].map((x) => Math.round(x * 100));
  return `With removals too unsure for an alarm it would be ${value} % (${low} to ${high} %).`;
}

function countFates(lives: readonly RuleLife[]): string {
  const of = (fate: Fate): number => lives.filter((life) => life.fate === fate).length;
  const told = FATES.filter((fate) => of(fate) > 0).map((fate) => `${of(fate)} ${FATE_WORDS[fate]}`);
  return `Of ${lives.length}: ${told.join(", ")}.`;
}

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  removed: "removed",
  "perhaps-removed": "perhaps removed",
  "covered-elsewhere": "covered by another clause",
  joined: "merged into another",
  "other-kind": "reworded into another kind of clause",
  unexplained: "lost to noise of the archive",
  "in-force": "in force",
};

/** The curve at each month's end, for a chart. */
function curveTable(lives: readonly Life[]): DataTable {
  const curve = survivalCurve(lives);
  const last = Math.max(0, ...lives.map(({ time }) => time));
  const rows: (number | null)[][] = [[0, 1, 1, 1, lives.length]];
  for (let days = MONTH_DAYS; days <= last; days += MONTH_DAYS) {
    const point = curve.findLast(({ time }) => time <= days);
    rows.push([days, point?.survival ?? 1, point?.low ?? 1, point?.high ?? 1, watchedTo(lives, days)]);
  }
  return { columns: ["days", "share", "low", "high", "watched"], rows };
}
const MONTH_DAYS = 30;

const documentsOf = (lives: readonly RuleLife[]): string[] => [...new Set(lives.map(({ evidence }) => evidence))];

/** Fewer lives, or fewer ends, of a lab do not carry a comparison. */
const COMPARED_LIVES_MIN = 20;
const COMPARED_ENDS_MIN = 5;
/** Labs compared at most, those with most rules: pairs grow with the square. */
const COMPARED_MAX = 12;
const LEVEL = 0.05;

/** For each kind of rule: in how many pairs of labs the lives differ (log-rank test, Holm over all pairs). */
export function survivalComparisons(byLab: ReadonlyMap<string, readonly RuleLife[]>): Measure[] {
  return FOLLOWED.flatMap(({ norm, name, words }) => {
    const groups = [...byLab]
      .map(([lab, lives]) => ({
        lab,
        lives: timesOf(
          lives.filter((life) => life.norm === norm),
          SURE,
        ),
      }))
      .filter(({ lives }) => lives.length >= COMPARED_LIVES_MIN && countEnds(lives) >= COMPARED_ENDS_MIN)
      .toSorted((a, b) => b.lives.length - a.lives.length)
      .slice(0, COMPARED_MAX)
      .toSorted((a, b) => (a.lab < b.lab ? -1 : 1));
    if (groups.length === 0) return [];
    const pairs = testPairs(groups);
    const differing = pairs.filter(({ adjusted }) => adjusted < LEVEL).length;
    return [
      makeMeasure({
        eval: "subverting-constraints",
        lab: "industry",
        name: `${name}-survival-differs`,
        label: `Pairs of labs whose ${words} differ in how long they live`,
        unit: "pairs",
        estimate:
          pairs.length === 0
            ? notEstablished("fewer than two labs have enough rules that went", groups.length, LOG_RANK)
            : counted(LOG_RANK, differing, pairs.length),
        numerator: differing,
        denominator: pairs.length,
        caution: `That two labs differ does not say which rules are better. ${CAUTION}`,
        detail: {
          columns: ["lab", "other lab", "chi-square", "p", "p after Holm"],
          rows: pairs.map(({ a, b, chiSquare, p, adjusted }) => [a, b, chiSquare, p, adjusted]),
        },
        evidence: [...byLab.values()].flatMap((lives) => documentsOf(lives.filter((life) => life.norm === norm))),
      }),
    ];
  });
}

const countEnds = (lives: readonly Life[]): number => lives.filter(({ ended }) => ended).length;

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly chiSquare: number;
  readonly p: number;
  readonly adjusted: number;
}

function testPairs(groups: readonly { readonly lab: string; readonly lives: readonly Life[] }[]): Pair[] {
  const pairs = groups.flatMap((a, at) =>
    groups.slice(at + 1).flatMap((b) => {
      const test = logRank([a.lives, b.lives]);
      return test.established ? [{ a: a.lab, b: b.lab, chiSquare: test.chiSquare, p: test.p }] : [];
    }),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  return pairs.map((pair, at) => ({ ...pair, adjusted: adjusted[at] as number }));
}
