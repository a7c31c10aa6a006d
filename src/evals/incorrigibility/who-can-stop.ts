import type { ControlMeans, ControlRelation } from "../../model/index.ts";
import { banzhaf, shapleyShubik } from "../stats/index.ts";
import { type Body, bodyOf, type ControlGraph, decidesAlone, graphOn, isVote, testedOn } from "./control-graph.ts";
import { type ActorSet, minimalCoalitions, type Vote, withoutSupersets } from "./minimal-sets.ts";

/** One relation on the way from those who act to the one who is stopped. */
export interface StopStep {
  readonly controller: string;
  readonly controlled: string;
  readonly means: ControlMeans;
  readonly sharePercent: number | null;
  /** What it rests on. */
  readonly basis: string;
  readonly evidence: string;
  /** As known on the day asked for. */
  readonly tested: ControlRelation["tested"];
  /** A later use, where one is known: what became of it, and when it was decided. */
  readonly later: { readonly tested: "held" | "failed"; readonly date: string } | null;
}

/** A voter where the actors decide by vote. */
export interface StopVoter {
  readonly name: string;
  /** Votes, or tenths of a percent where only shares are known. */
  readonly votes: number;
  readonly banzhaf: number;
  readonly shapley: number;
}

/** One way to stop X by rule. */
export interface StopPath {
  /** From the actors to X. */
  readonly steps: readonly StopStep[];
  /** The body or holders that vote; null where one party acts alone. */
  readonly vote: { readonly quota: number; readonly quotaKnown: boolean; readonly voters: readonly StopVoter[] } | null;
  /** Minimal sets of actors whose joint action suffices. */
  readonly sets: readonly ActorSet[];
  /** Whether a step is a law's: it reaches as far as that law, a country or a use of data, not the party as a whole. */
  readonly byLaw: boolean;
}

export interface StopAnswer {
  readonly id: string;
  readonly name: string;
  readonly date: string;
  /** Ways by which someone decides. */
  readonly paths: readonly StopPath[];
  /** Minimal sets over all paths but those by law. */
  readonly sets: readonly ActorSet[];
  /** Who can press X, or those who decide on X, without deciding. */
  readonly pressure: readonly StopStep[];
  /** What the answer leaves out. */
  readonly limits: readonly string[];
}

/** Steps on a path at most. */
const STEPS_MAX = 4;

/** Who could stop a party on a day, and by what path. `id` is a party of the graph of that day. */
export function whoCanStop(relations: readonly ControlRelation[], id: string, date: string): StopAnswer {
  const graph = graphOn(relations, date);
  const limits = new Set<string>();
  const paths = pathsTo(graph, id, { visited: new Set([id]), limits });
  return {
    id,
    name: graph.parties.get(id) ?? id,
    date,
    paths,
    sets: withoutSupersets(paths.flatMap(({ sets, byLaw }) => (byLaw ? [] : sets))),
    pressure: pressureOn(graph, id, paths),
    limits: [...limits],
  };
}

interface Walk {
  readonly visited: ReadonlySet<string>;
  /** Sentences about what was cut, added to on the way. */
  readonly limits: Set<string>;
}

function pathsTo(graph: ControlGraph, target: string, walk: Walk): StopPath[] {
  const into = graph.into.get(target) ?? [];
  const alone = into.filter((relation) => decidesAlone(relation) && leadsOn(relation, walk));
  const paths = alone.flatMap((relation) => [
    actBy(graph, relation, walk.limits),
    ...pathsThrough(graph, relation, walk),
  ]);
  return [...paths, ...jointVotes(graph, into, walk.limits)];
}

/** No path comes through a party twice. A body's power over its own members tells who stops it, not whom it stops. */
function leadsOn({ controller, controlled }: ControlRelation, { visited }: Walk): boolean {
  return controller === controlled ? visited.size === 1 : !visited.has(controller);
}

/** The controller itself acts; a body whose members are known acts by their vote. */
function actBy(graph: ControlGraph, relation: ControlRelation, limits: Set<string>): StopPath {
  const steps = [stepOf(graph, relation)];
  const body = bodyOf(graph, relation.controller);
  const byLaw = relation.means === "regulation";
  if (body === null) return { steps, byLaw, vote: null, sets: [[nameOf(graph, relation.controller)]] };
  return { steps, byLaw, ...decide(voteOf(body), body.quotaKnown, limits) };
}

/** Whoever can stop or replace the controller acts through it. */
function pathsThrough(graph: ControlGraph, relation: ControlRelation, walk: Walk): StopPath[] {
  const { controller } = relation;
  if (walk.visited.has(controller)) return [];
  if (walk.visited.size >= STEPS_MAX) {
    walk.limits.add(`Paths of more than ${STEPS_MAX} steps are not followed.`);
    return [];
  }
  const above = pathsTo(graph, controller, { ...walk, visited: new Set([...walk.visited, controller]) });
  return above.map((path) => ({
    ...path,
    steps: [...path.steps, stepOf(graph, relation)],
    byLaw: path.byLaw || relation.means === "regulation",
  }));
}

/** Holders of votes who decide only together. One who holds more than half needs no others. */
function jointVotes(graph: ControlGraph, into: readonly ControlRelation[], limits: Set<string>): StopPath[] {
  return [...Map.groupBy(into.filter(isVote), ({ means }) => means).values()].flatMap((all) => {
    const holders = all.filter(({ sharePercent }) => sharePercent !== null);
    if (holders.length < 2 || holders.some(decidesAlone)) return [];
    const voters = holders.map((one) => ({
      name: nameOf(graph, one.controller),
      votes: Math.round((one.sharePercent ?? 0) * TENTHS),
    }));
    const quota = HALF + 1;
    if (voters.reduce((sum, { votes }) => sum + votes, 0) < quota) return [];
    limits.add("Holders of votes that are not recorded are left out.");
    const steps = holders.map((one) => stepOf(graph, one));
    return [{ steps, byLaw: false, ...decide({ voters, quota }, true, limits) }];
  });
}

/** Shares are counted in tenths of a percent; half of all votes are 500. */
const TENTHS = 10;
const HALF = 500;

const voteOf = ({ members, quota }: Body): Vote => ({ voters: members.map((name) => ({ name, votes: 1 })), quota });

function decide(vote: Vote, quotaKnown: boolean, limits: Set<string>): Pick<StopPath, "vote" | "sets"> {
  const { sets, cut } = minimalCoalitions(vote);
  if (cut) limits.add(`Of each vote at most ${sets.length} sets are listed.`);
  if (!quotaKnown) limits.add("Where no quota is recorded, more than half of the members is taken.");
  return { vote: { quota: vote.quota, quotaKnown, voters: powerOf(vote) }, sets };
}

/** Each voter's power; of no one where the votes recorded cannot reach the quota. */
export function powerOf({ voters, quota }: Vote): StopVoter[] {
  const weights = voters.map(({ votes }) => votes);
  if (weights.reduce((sum, votes) => sum + votes, 0) < quota) {
    return voters.map((voter) => ({ ...voter, banzhaf: 0, shapley: 0 }));
  }
  const [b, s] = [banzhaf({ quota, weights }), shapleyShubik({ quota, weights })];
  return voters.map((voter, at) => ({ ...voter, banzhaf: b.shares[at] ?? 0, shapley: s.shares[at] ?? 0 }));
}

/** Relations that press without deciding: on X, on a party of its paths, or on the organisation that X is part of. */
function pressureOn(graph: ControlGraph, id: string, paths: readonly StopPath[]): StopStep[] {
  const deciding = new Set(paths.flatMap(({ steps }) => steps.map(({ controller }) => controller)));
  const bearing = [...graph.parties].filter(
    ([party, name]) => party === id || deciding.has(name) || id.startsWith(`${party}-`),
  );
  return bearing
    .flatMap(([party]) => graph.into.get(party) ?? [])
    .filter((relation) => !decidesAlone(relation))
    .map((relation) => stepOf(graph, relation));
}

function stepOf(graph: ControlGraph, relation: ControlRelation): StopStep {
  const { means, sharePercent, basis, evidence, tested, testedOn: day } = relation;
  const known = testedOn(relation, graph.date);
  const later = known === tested || tested === "untested" || day === undefined ? null : { tested, date: day };
  return {
    controller: nameOf(graph, relation.controller),
    controlled: nameOf(graph, relation.controlled),
    means,
    sharePercent,
    basis,
    evidence,
    tested: known,
    later,
  };
}

const nameOf = (graph: ControlGraph, id: string): string => graph.parties.get(id) ?? id;
