import dagre from "@dagrejs/dagre";
import type { ControlGraph } from "../../../evals/index.ts";
import type { ControlRelation } from "../../../model/index.ts";

/** A party's box, by its middle, in the picture's own coordinates. */
export interface LaidParty {
  readonly id: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Relations between two parties, drawn as one line with all their words. */
export interface LaidLine {
  readonly relations: readonly ControlRelation[];
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly parties: readonly LaidParty[];
  readonly lines: readonly LaidLine[];
}

const BOX_HEIGHT = 30;
const CHARACTER_WIDTH = 7.2;
const BOX_PADDING = 18;
/** Names are cut here; the table has them whole. */
export const NAME_LENGTH_MAX = 34;

/** Lays parties out in layers, those who control above those whom they control. Equal graphs, equal pictures. */
export function layOut({ relations, parties }: Pick<ControlGraph, "relations" | "parties">): Layout {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 60, marginx: 10, marginy: 10 });
  graph.setDefaultEdgeLabel(() => ({}));
  const sorted = [...parties].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [id, name] of sorted) {
    const width = Math.min(name.length, NAME_LENGTH_MAX) * CHARACTER_WIDTH + BOX_PADDING;
    graph.setNode(id, { width, height: BOX_HEIGHT });
  }
  const between = Map.groupBy(relations, ({ controller, controlled }) => `${controller}\n${controlled}`);
  for (const key of [...between.keys()].toSorted()) {
    const [controller = "", controlled = ""] = key.split("\n");
    if (controller !== controlled) graph.setEdge(controller, controlled);
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    parties: sorted.map(([id, name]) => {
      const node = graph.node(id) as { x: number; y: number; width: number; height: number };
      return { id, name, x: node.x, y: node.y, width: node.width, height: node.height };
    }),
    lines: [...between].flatMap(([key, own]) => {
      const [controller = "", controlled = ""] = key.split("\n");
      if (controller === controlled) return [];
      const edge = graph.edge(controller, controlled) as { points: { x: number; y: number }[] };
      return [{ relations: own, points: edge.points }];
    }),
  };
}
