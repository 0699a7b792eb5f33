import type { Output } from '../../preload/contract/contract.ts';
import type { JobSummary, ProblemRow } from '../../preload/contract/jobs.ts';
import { text } from '../../preload/messages/text.ts';
import { openHost } from '../host.ts';
import { ask, interruption } from './follow.ts';
import { counterLines, EXIT, exitOf, print, restoredText, say, summaryLines, timeText } from './output.ts';
import type { CommonOptions } from './program.ts';
import { pauseLines } from './queue.ts';

const NO_JOBS =
  'No jobs in this data folder yet. “muster demo” runs a sample, “muster sync --help” tells how to run yours.';

/** Counters of every step over all time; with --watch again whenever they change. */
export async function statusCommand({
  data,
  json,
  watch,
}: CommonOptions & { readonly watch: boolean }): Promise<number> {
  const signal = interruption();
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    if (engine.restored) say(restoredText(engine.restored, data));
    let last = '';
    let exit: number = EXIT.done;
    const show = async (): Promise<void> => {
      const summary = await ask(engine, 'status.summary', {});
      const pauses = await pauseLines(engine, null);
      const now = JSON.stringify([summary, pauses]);
      if (now === last) return;
      last = now;
      exit = exitOf(summary, false);
      print(json, summary, () => [
        ...(watch ? [`── ${timeText(Date.now())}`] : []),
        ...(summary.steps.length === 0 ? [NO_JOBS] : summaryLines(summary)),
        ...pauses,
      ]);
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
    if (jobs.length === 0 && !json) print(json, {}, () => [NO_JOBS]);
    for (const job of jobs) print(json, { event: 'job', ...job }, () => jobLines(job));
    return EXIT.done;
  } finally {
    await close();
  }
}

function jobLines(job: JobSummary): readonly string[] {
  const steps = job.steps.map(
    ({ id, action, audience }) => `${action === 'add' ? 'add to' : 'remove from'} “${audience}” (step ${id})`,
  );
  const held = job.heldBy.map((reason) => text(`hold.${reason}.title`)).join(', ');
  const { lastRun, nextRunAt } = job;
  const last =
    lastRun === null
      ? 'never run'
      : `run ${lastRun.id} of ${timeText(lastRun.startedAt)} ${lastRun.state.replaceAll('_', ' ')}`;
  return [
    `${job.id}  ${job.sourceName}: ${steps.join(', ')} of ${job.account}${job.isSandbox ? ' (SANDBOX)' : ''}`,
    `  ${job.state}${job.isPaused && job.state !== 'paused' ? ', paused' : ''}${held === '' ? '' : `: ${held}`}; ${last}${nextRunAt === null ? '' : `; next run ${timeText(nextRunAt)}`}`,
    ...counterLines(job.counters),
  ];
}

export interface ProblemsOptions extends CommonOptions {
  readonly run?: number;
  readonly code?: string;
  /** For a spreadsheet. */
  readonly csv: boolean;
  readonly limit: number;
}

/** One line a problem: line, column and code, never a value. */
export async function problemsCommand({ data, json, run, code, csv, limit }: ProblemsOptions): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    const runId = run ?? Math.max(0, ...(await ask(engine, 'jobs.list', {})).map((job) => job.lastRun?.id ?? 0));
    if (runId === 0) {
      say('No run yet, so there are no problems.');
      return EXIT.done;
    }
    const { problems: counts } = await ask(engine, 'runs.get', { runId });
    const wanted = code === undefined ? {} : { code };
    if (csv) {
      await writeCsv(engine, { runId, ...wanted }, limit);
      return EXIT.done;
    }
    let shown = 0;
    for (let afterId = 0; shown < limit;) {
      const page = await ask(engine, 'problems.list', {
        runId,
        afterId,
        limit: Math.min(1000, limit - shown),
        ...wanted,
      });
      for (const problem of page) print(json, { event: 'problem', ...problem }, () => [problemLine(problem)]);
      const last = page.at(-1);
      if (!last) break;
      afterId = last.id;
      shown += page.length;
    }
    if (!json) say(problemsTold(runId, counts, code, shown));
    return EXIT.done;
  } finally {
    await close();
  }
}

/** As a file for a spreadsheet, on stdout. */
async function writeCsv(
  engine: Parameters<typeof ask>[0],
  wanted: { readonly runId: number; readonly code?: string },
  limit: number,
): Promise<void> {
  let afterId: number | null = 0;
  for (let left = limit; left > 0 && afterId !== null; left -= 1000) {
    const part: Output<'problems.export'> = await ask(engine, 'problems.export', {
      ...wanted,
      afterId,
      limit: Math.min(1000, left),
    });
    process.stdout.write(part.text);
    afterId = part.nextId;
  }
}

function problemLine({ line, lastLine, column, code }: ProblemRow): string {
  const where = `line ${line ?? '–'}${lastLine === null ? '' : ` to ${lastLine}`}${column === null ? '' : `, ${column}`}`;
  return `${where}: ${code}. ${text(`problem.${code}`, { column: column ?? 'COLUMN' })}`;
}

/** How much of what there is was shown; the counts are exact even where not every row was kept. */
function problemsTold(
  runId: number,
  counts: Readonly<Record<string, number>>,
  code: string | undefined,
  shown: number,
): string {
  const all = Object.entries(counts).filter(([name]) => code === undefined || name === code);
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  const others = Object.keys(counts).join(', ');
  if (total > 0) return `Run ${runId}: ${shown} of ${total} shown.${shown < total ? ' --limit shows more.' : ''}`;
  return code === undefined || others === ''
    ? `Run ${runId} has no problems.`
    : `Run ${runId} has no problem “${code}”. It has: ${others}.`;
}
