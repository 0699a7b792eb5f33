import { SHOWN_STEPS } from './wizard/step-names.ts';
import type { ShownStep } from './wizard/step-names.ts';

/** The parts of a job's page. */
export const JOB_TABS = ['live', 'batches', 'problems', 'person', 'runs', 'fields', 'settings'] as const;
export type JobTab = (typeof JOB_TABS)[number];

/** The parts of the page of activity. */
export const ACTIVITY_TABS = ['log', 'egress'] as const;
export type ActivityTab = (typeof ACTIVITY_TABS)[number];

/**
 * What the address shows. `runId` null = the newest run, `code` null = problems of every code. `draftId` null = a new draft, which begins
 * with the source `sourceId` where there is one.
 */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'jobs' }
  | { readonly screen: 'accounts' }
  | { readonly screen: 'terms' }
  | { readonly screen: 'troubleshooting' }
  /** `jobId` null = of every job. */
  | { readonly screen: 'activity'; readonly tab: ActivityTab; readonly jobId: number | null }
  | { readonly screen: 'settings' }
  | {
      readonly screen: 'wizard';
      readonly step: ShownStep;
      readonly draftId: number | null;
      readonly sourceId: number | null;
      /** The draft got its number while its wizard was open, so that it goes on with what it has. */
      readonly isMadeHere?: true;
    }
  | {
      readonly screen: 'job';
      readonly jobId: number;
      readonly tab: JobTab;
      readonly runId: number | null;
      readonly code: string | null;
    };

/** Reads `#/jobs/3/batches?run=17`; whatever is not understood is the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [noun, id, tab] = path.split('/');
  const jobId = positive(id);
  if (noun === 'accounts' || noun === 'terms' || noun === 'troubleshooting' || noun === 'settings')
    return { screen: noun };
  const search = new URLSearchParams(query);
  if (noun === 'activity')
    return {
      screen: 'activity',
      tab: ACTIVITY_TABS.find((known) => known === id) ?? 'log',
      jobId: positive(search.get('job')),
    };
  if (noun === 'wizard')
    return {
      screen: 'wizard',
      step: SHOWN_STEPS.find((known) => known === id) ?? 'connect',
      draftId: positive(search.get('draft')),
      sourceId: positive(search.get('source')),
    };
  if (noun !== 'jobs') return { screen: 'home' };
  if (jobId === null) return { screen: 'jobs' };
  return {
    screen: 'job',
    jobId,
    tab: JOB_TABS.find((known) => known === tab) ?? 'live',
    runId: positive(search.get('run')),
    code: search.get('code'),
  };
}

/** The address of a job's page; the inverse of parseRoute. */
export function jobHref(
  jobId: number,
  at: { readonly tab?: JobTab; readonly runId?: number | null; readonly code?: string | null } = {},
): string {
  const search = new URLSearchParams();
  if (typeof at.runId === 'number') search.set('run', String(at.runId));
  if (typeof at.code === 'string') search.set('code', at.code);
  const query = search.size > 0 ? `?${search.toString()}` : '';
  return `#/jobs/${jobId}${at.tab && at.tab !== 'live' ? `/${at.tab}` : ''}${query}`;
}

/** The address of a log, of one job or (null) of all; the inverse of parseRoute. */
export function activityHref(tab: ActivityTab, jobId: number | null = null): string {
  return `#/activity${tab === 'log' ? '' : `/${tab}`}${jobId === null ? '' : `?job=${jobId}`}`;
}

/** The address of a step of the wizard; the inverse of parseRoute. */
export function wizardHref(step: ShownStep, draftId: number | null = null): string {
  return `#/wizard/${step}${draftId === null ? '' : `?draft=${draftId}`}`;
}

/** Where an action of an audit leads outside the wizard: who is connected there already is renewed among the connections. */
export function outsideWizard(url: string): string {
  return url === '#/wizard/connect' ? '#/accounts' : url;
}

function positive(text: string | null | undefined): number | null {
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
