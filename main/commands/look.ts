import { openHost } from '../host.ts';
import { ask, interruption } from './follow.ts';
import { counterLines, EXIT, exitOf, print, summaryLines } from './output.ts';
import type { CommonOptions } from './program.ts';

/** Counters of every step over all time; with --watch again whenever they change. */
export async function statusCommand({
  data,
  json,
  watch,
}: CommonOptions & { readonly watch: boolean }): Promise<number> {
  const signal = interruption();
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    let last = '';
    let exit: number = EXIT.done;
    const show = async (): Promise<void> => {
      const summary = await ask(engine, 'status.summary', {});
      const text = JSON.stringify(summary);
      if (text === last) return;
      last = text;
      exit = exitOf(summary, false);
      print(json, summary, () => [...(watch ? [new Date().toLocaleTimeString()] : []), ...summaryLines(summary)]);
    };
    await show();
    if (!watch) return EXIT.done;
    engine.start({ sends: false });
    engine.onEvent(() => void show());
    await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
    return signal.aborted ? EXIT.interrupted : exit;
  } finally {
    await close();
  }
}

/** One line a job. */
export async function jobsCommand({ data, json }: CommonOptions): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    const jobs = await ask(engine, 'jobs.list', {});
    if (jobs.length === 0 && !json) process.stdout.write('No jobs yet. Try: muster demo\n');
    for (const job of jobs) {
      print(json, { event: 'job', ...job }, () => [
        `${job.id}  ${job.name}  ${job.state}${job.heldBy.length > 0 ? ` by ${job.heldBy.join(', ')}` : ''}`,
        ...counterLines(job.counters),
      ]);
    }
    return EXIT.done;
  } finally {
    await close();
  }
}

export interface ProblemsOptions extends CommonOptions {
  readonly run?: number;
  readonly code?: string;
  readonly limit: number;
}

/** One line a problem: line, column and code, never a value. */
export async function problemsCommand({ data, json, run, code, limit }: ProblemsOptions): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    const runId = run ?? Math.max(0, ...(await ask(engine, 'jobs.list', {})).map((job) => job.lastRun?.id ?? 0));
    if (runId === 0) return EXIT.done;
    await ask(engine, 'runs.get', { runId });
    let afterId = 0;
    for (let left = limit; left > 0;) {
      const page = await ask(engine, 'problems.list', {
        runId,
        afterId,
        limit: Math.min(1000, left),
        ...(code === undefined ? {} : { code }),
      });
      for (const problem of page) {
        print(json, { event: 'problem', ...problem }, () => [
          `line ${problem.line ?? '–'}${problem.lastLine === null ? '' : ` to ${problem.lastLine}`}${problem.column === null ? '' : `, ${problem.column}`}: ${problem.code}`,
        ]);
      }
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
      left -= page.length;
    }
    return EXIT.done;
  } finally {
    await close();
  }
}
