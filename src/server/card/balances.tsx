import type { Child } from "hono/jsx";
import { type Estimate, EVAL_TITLES } from "../../model/index.ts";
import type { CardEval } from "./data.ts";
import { formatEstimate } from "./format.ts";

const WIDTH = 240;
const HEIGHT = 22;

/** The six balances as a table whose middle column draws each interval on one axis from 0 to 1. */
export function Balances({ evals }: { readonly evals: readonly CardEval[] }): Child {
  return (
    <table class="balances">
      <caption>
        How the evidence leans: 0 all reassuring, 1 all concerning; the bar is the 90 % interval, the tick the mean
      </caption>
      <thead>
        <tr>
          <th scope="col">Eval</th>
          <th scope="col">Interval</th>
          <th scope="col">Balance</th>
          <th scope="col">Findings</th>
        </tr>
      </thead>
      <tbody>
        {evals.map(({ name, assessment: { balance, findings, concerning, reassuring, mixed } }) => (
          <tr>
            <th scope="row">
              <a href={`#${name}`}>{EVAL_TITLES[name]}</a>
            </th>
            <td>
              <Interval balance={balance} />
            </td>
            <td>{formatEstimate(balance, "index")}</td>
            <td>
              {findings} ({concerning} concerning, {reassuring} reassuring, {mixed} mixed)
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A balance on an axis from 0 to 1. Not established: a dotted line and the words, never a mark at zero. In pixels. */
export function Interval({ balance, width = WIDTH }: { readonly balance: Estimate; readonly width?: number }): Child {
  const middle = HEIGHT / 2;
  return (
    <svg
      class="interval"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={formatEstimate(balance, "index")}
    >
      <line class={balance.established ? "axis" : "axis unknown"} x1="0" x2={width} y1={middle} y2={middle} />
      <line class="axis" x1={width / 2} x2={width / 2} y1={middle - 4} y2={middle + 4} />
      {balance.established ? (
        <>
          <rect
            class="range"
            x={(balance.low * width).toFixed(1)}
            y={middle - 5}
            width={Math.max(2, (balance.high - balance.low) * width).toFixed(1)}
            height="10"
          />
          <line
            class="mean"
            x1={(balance.value * width).toFixed(1)}
            x2={(balance.value * width).toFixed(1)}
            y1="1"
            y2={HEIGHT - 1}
          />
        </>
      ) : null}
    </svg>
  );
}
