import { tracingChannel } from "node:diagnostics_channel";

/**
 * Steps of a job, told to whoever listens: the log, traces, metrics. They hear of a step's beginning and end, and what
 * runs inside a step is its child. Where nobody listens a step costs a function call.
 */

/** A step while it runs. */
export interface Step {
  readonly name: string;
  /** Names and numbers, never archived text: `document`, `versions`. A step may add what it finds out. */
  readonly attributes: Record<string, string | number>;
  /** Whether it ends when its function returns, rather than when the promise settles that the function gave. */
  readonly isSync: boolean;
}

/** Node's own channel for steps that listeners of one process hear of. */
export const STEPS = tracingChannel<Step, unknown>("corrigible:step");

/** Runs a step that takes its time: it ends when the promise settles. */
export function runStep<T>(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  job: (step: Step) => Promise<T>,
): Promise<T> {
  const step: Step = { name, attributes: { ...attributes }, isSync: false };
  return STEPS.tracePromise(async () => job(step), step);
}

/** Runs a step that ends when its function returns. */
export function runStepSync<T>(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  job: (step: Step) => T,
): T {
  const step: Step = { name, attributes: { ...attributes }, isSync: true };
  return STEPS.traceSync(() => job(step), step);
}

/** What listeners are told: `ended` once a step, with its error where it threw. */
export interface StepListener {
  readonly ended: (step: Step, seconds: number, error: unknown) => void;
}

/** Listens to the steps of this process until the function that it gives is called. */
export function listenToSteps({ ended }: StepListener): () => void {
  const began = new WeakMap<Step, { readonly at: number; error?: unknown }>();
  const end = (step: Step): void => {
    const known = began.get(step);
    if (known) ended(step, (performance.now() - known.at) / 1000, known.error);
  };
  const listeners = {
    start: (step: Step) => void began.set(step, { at: performance.now() }),
    end: (step: Step) => void (step.isSync && end(step)),
    asyncStart: () => {},
    asyncEnd: end,
    error(step: Step & { readonly error?: unknown }) {
      const known = began.get(step);
      if (known) known.error = step.error;
    },
  };
  STEPS.subscribe(listeners);
  return () => STEPS.unsubscribe(listeners);
}
