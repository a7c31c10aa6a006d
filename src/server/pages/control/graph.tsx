import type { Child } from "hono/jsx";
import { decidesAlone } from "../../../evals/index.ts";
import type { ControlMeans } from "../../../model/index.ts";
import { clip } from "../../report/words.ts";
import { type LaidLine, type Layout, NAME_LENGTH_MAX } from "./layout.ts";

/** What a relation lets its controller do, in a word or two. */
export const MEANS_WORDS: Readonly<Record<ControlMeans, string>> = {
  removal: "can remove",
  veto: "can block",
  appointment: "appoints",
  regulation: "restrains by law",
  "voting-shares": "has votes",
  "board-seats": "has seats",
  contract: "has a contract",
  funding: "funds",
  "exit-threat": "can leave",
};

interface GraphProps {
  readonly layout: Layout;
  readonly sentence: string;
  /** The address of the page with a party chosen. */
  readonly linkTo: (party: string) => string;
  readonly chosen: string | null;
}

/** The graph as SVG with real links; the custom element pans and zooms it. */
export function Graph({ layout: { width, height, parties, lines }, sentence, linkTo, chosen }: GraphProps): Child {
  return (
    <figure>
      <figcaption>
        {sentence} Full lines decide alone by rule, dashed ones vote with others or press without deciding; the table
        below says the same.
      </figcaption>
      <pan-zoom>
        <div class="scroll graph" tabindex={0} role="region" aria-label="Graph of control">
          <svg
            viewBox={`0 0 ${width.toFixed(0)} ${height.toFixed(0)}`}
            width={width.toFixed(0)}
            height={height.toFixed(0)}
            role="group"
            aria-label={sentence}
          >
            <defs>
              <marker
                id="tip"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto-start-reverse"
              >
                <path d="M0 0L8 4L0 8z" />
              </marker>
            </defs>
            {lines.map((line) => (
              <Line line={line} />
            ))}
            {parties.map(({ id, name, x, y, width: own, height: high }) => (
              <a href={linkTo(id)} class={id === chosen ? "party chosen" : "party"}>
                <rect
                  x={(x - own / 2).toFixed(1)}
                  y={(y - high / 2).toFixed(1)}
                  width={own.toFixed(1)}
                  height={high}
                  rx="3"
                />
                <text x={x.toFixed(1)} y={(y + 4).toFixed(1)} text-anchor="middle">
                  {clip(name, NAME_LENGTH_MAX)}
                </text>
                <title>{name}</title>
              </a>
            ))}
          </svg>
        </div>
      </pan-zoom>
    </figure>
  );
}

function Line({ line: { relations, points } }: { readonly line: LaidLine }): Child {
  const words = [...new Set(relations.map(({ means }) => MEANS_WORDS[means]))].join(", ");
  const decides = relations.some(decidesAlone);
  const middle = points[Math.floor(points.length / 2)];
  const [first] = relations;
  const path = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return (
    <g class={decides ? "line decides" : "line presses"}>
      <path d={path} marker-end="url(#tip)">
        <title>{`${first?.controllerName ?? ""} ${words}: ${first?.controlledName ?? ""}`}</title>
      </path>
      {middle ? (
        <text x={middle.x.toFixed(1)} y={(middle.y - 3).toFixed(1)} text-anchor="middle">
          {words}
        </text>
      ) : null}
    </g>
  );
}
