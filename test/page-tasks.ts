import type { Page } from '@playwright/test';

/** What a hand notices. */
const LONG_MS = 100;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Watches the tasks of a page's main thread; the function that is given back ends that and tells those which held the page up for over
 * 100 ms, by the processor time that they took: on a machine that others keep busy, time on the wall says nothing of the page.
 */
export async function watchTasks(page: Page): Promise<() => Promise<readonly number[]>> {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['__metadata', 'toplevel', 'disabled-by-default-devtools.timeline'] });
  return async () => {
    const trace = JSON.parse((await browser.stopTracing()).toString()) as {
      readonly traceEvents: readonly TraceEvent[];
    };
    const mains = new Set(
      trace.traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    const tasks = trace.traceEvents.filter(
      ({ name, pid, tid, tdur }) => name === 'RunTask' && tdur !== undefined && mains.has(`${pid} ${tid}`),
    );
    if (tasks.length === 0) throw new Error('the trace tells no tasks');
    return tasks.map(({ tdur = 0 }) => Math.round(tdur / 1000)).filter((ms) => ms > LONG_MS);
  };
}
