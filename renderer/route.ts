/** The parts of a job's page. */
export const JOB_TABS = ['live', 'batches', 'problems', 'fields'] as const;
export type JobTab = (typeof JOB_TABS)[number];

/** What the address shows. `runId` null = the newest run, `code` null = problems of every code. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'jobs' }
  | { readonly screen: 'accounts' }
  | { readonly screen: 'terms' }
  | { readonly screen: 'troubleshooting' }
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
  if (noun === 'accounts' || noun === 'terms' || noun === 'troubleshooting') return { screen: noun };
  if (noun === 'wizard' && id === 'connect') return { screen: 'accounts' };
  if (noun !== 'jobs') return { screen: 'home' };
  if (jobId === null) return { screen: 'jobs' };
  const search = new URLSearchParams(query);
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

function positive(text: string | null | undefined): number | null {
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
