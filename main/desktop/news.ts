import type { Hold } from '../../preload/contract/holds.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';
import { processLocale, text } from '../../preload/messages/text.ts';
import type { Snapshot } from './sync-state.ts';

/** One notification of the system. */
export interface News {
  /** A click opens this place of the page. */
  readonly hash: string;
  readonly title: string;
  readonly body: string;
  /** Said also while the user is looking at the window. */
  readonly isUrgent: boolean;
}

/**
 * What a person wants to hear of although Muster is not in sight: that it waits for them, that it no longer does, and what came of a run.
 * Nothing is news at the first look: the window tells what was so before.
 */
export function newsBetween(before: Snapshot | null, now: Snapshot): readonly News[] {
  if (!before) return [];
  return [
    ...troubleNews(before, now),
    ...holdNews(before, now),
    ...alertNews(before, now),
    ...now.jobs.flatMap((job) => runNews(before, job)),
  ];
}

function troubleNews(before: Snapshot, { status: { trouble } }: Snapshot): readonly News[] {
  if (!trouble || before.status.trouble) return [];
  const body = text(`storage.${trouble.kind}`);
  return [{ hash: '#/home', title: text('desktop.news.trouble'), body, isUrgent: true }];
}

function holdNews(before: Snapshot, now: Snapshot): readonly News[] {
  const known = new Set(before.holds.map(({ id }) => id));
  const [first, ...more] = now.holds.filter(({ id }) => !known.has(id));
  if (first) {
    const title = more.length === 0 ? text(`hold.${first.reason}.title`) : text('desktop.news.holds');
    const body = more.length === 0 ? actionOf(first) : [first, ...more].map(titleOf).join('\n');
    return [{ hash: '#/home', title, body, isUrgent: false }];
  }
  if (before.holds.length === 0 || now.holds.length > 0) return [];
  return [
    {
      hash: '#/jobs',
      title: text('desktop.news.recovered'),
      body: text('desktop.news.recovered.text'),
      isUrgent: false,
    },
  ];
}

/** People errored, as many as the settings wish to hear of. */
function alertNews(before: Snapshot, { alert }: Snapshot): readonly News[] {
  if (!alert || alert.id <= (before.alert?.id ?? 0)) return [];
  const people = figure(Number(alert.facts['people'] ?? 0));
  const title = text('desktop.news.errored', { job: String(alert.facts['job'] ?? '–') });
  const hash = `#/jobs/${alert.jobId}/problems?run=${alert.runId}`;
  return [{ hash, title, body: text('desktop.news.errored.text', { people }), isUrgent: false }];
}

const titleOf = ({ reason, account }: Hold): string => `${text(`hold.${reason}.title`)} (${account})`;

function actionOf({ reason, account, person }: Hold): string {
  return text(`hold.${reason}.action`, { account, person: person ?? text('desktop.news.somebody') });
}

/** Said once for each run, when it has ended. A run that somebody cancelled is no news to them. */
function runNews(before: Snapshot, { id, name, isSandbox, lastRun, counters }: JobSummary): readonly News[] {
  if (lastRun === null || !isOver(lastRun.state)) return [];
  const known = before.jobs.find((job) => job.id === id)?.lastRun;
  if (known?.id === lastRun.id && isOver(known.state)) return [];
  const kind = lastRun.state === 'done' ? 'done' : lastRun.state === 'done_with_problems' ? 'problems' : 'broken';
  if (lastRun.state === 'cancelled') return [];
  const title = text(`desktop.news.${kind}`, { job: isSandbox ? `${name} (SANDBOX)` : name });
  const figures = { synced: figure(counters.synced), errored: figure(counters.errored) };
  return [{ hash: `#/jobs/${id}`, title, body: text(`desktop.news.${kind}.text`, figures), isUrgent: false }];
}

function isOver(state: NonNullable<JobSummary['lastRun']>['state']): boolean {
  return state !== 'reading' && state !== 'sending';
}

const figure = (people: number): string => people.toLocaleString(processLocale());
