import { ACTIVITY_KINDS } from '../../preload/contract/activity-kinds.ts';
import type { Activity, Egress } from '../../preload/contract/activity.ts';
import type { CallName, EngineEvent, Input, Output } from '../../preload/contract/contract.ts';
import type { Settings } from '../../preload/contract/settings.ts';

type Answers = { readonly [N in CallName]?: (input: Input<N>) => Output<N> };

/** Lines of each log in a full world. */
export const LINES = 100_000;
const MINUTE = 60_000;

const FACTS: Activity['facts'] = {
  job: 'Purchasers, 180 days',
  run: 4,
  reason: 'terms',
  account: 'act_1087542206314',
  audience: 'UK · Purchasers 180 d',
  person: 'Marta Lindqvist',
  name: 'Alder & Pine',
  scope: 'step',
  state: 'done_with_problems',
  people: 1_204,
  synced: 47_008,
  errored: 12,
  accounts: 3,
  setting: 'alerts',
  before: 'first',
  after: 'every',
};

function activity(id: number): Activity {
  const kind = ACTIVITY_KINDS[id % ACTIVITY_KINDS.length] ?? 'run.ended';
  const isJobs = ['job', 'run', 'queue', 'alert'].some((noun) => kind.startsWith(`${noun}.`));
  return {
    id,
    at: Date.UTC(2026, 10, 24) - (LINES - id) * MINUTE,
    actor: id % 3 === 0 ? 'muster' : 'user',
    kind,
    workspaceId: 1,
    jobId: isJobs ? 1 : null,
    runId: isJobs ? 218 : null,
    facts: FACTS,
  };
}

function egress(id: number): Egress {
  const isUpload = id % 4 !== 0;
  return {
    id,
    at: Date.UTC(2026, 10, 24) - (LINES - id) * MINUTE,
    host: 'graph.facebook.com',
    method: isUpload ? 'POST' : 'GET',
    path: isUpload ? '/v25.0/23851234567890123/users' : '/v25.0/act_1087542206314',
    audience: isUpload ? '23851234567890123' : null,
    keys: isUpload ? ['EMAIL', 'PHONE', 'FN', 'LN', 'ZIP', 'COUNTRY'] : [],
    entries: isUpload ? 10_000 : 0,
    bytes: isUpload ? 4_210_345 : 512,
  };
}

const INITIAL: Settings = {
  language: 'system',
  horizonHours: 13,
  flushSeconds: 5,
  holdDays: 30,
  settledDays: 14,
  historyDays: 90,
  alerts: 'first',
  alertEvery: 1_000,
  proxy: null,
  environmentProxy: { variable: 'HTTPS_PROXY', address: 'http://proxy.alder.example:3128' },
  dataFolder: '/home/marta/.local/share/muster',
};

interface Place {
  readonly beforeId?: number | undefined;
  readonly afterId?: number | undefined;
  readonly limit?: number | undefined;
}

/** The lines of a page, newest first. */
function page<T>({ beforeId, afterId, limit = 200 }: Place, last: number, line: (id: number) => T): readonly T[] {
  const newest = afterId === undefined ? Math.min(last, (beforeId ?? last + 1) - 1) : Math.min(last, afterId + limit);
  const count = Math.max(0, Math.min(limit, newest - (afterId ?? 0)));
  return Array.from({ length: count }, (_, i) => line(newest - i));
}

/** Logs of so many lines, and settings that can be changed. `window.dispatchEvent(new Event('line-added'))` writes one more. */
export function logAnswers(isFull: boolean, tell: (event: EngineEvent) => void): Answers {
  let last = isFull ? LINES : 0;
  let settings = INITIAL;
  window.addEventListener('line-added', () => {
    last += 1;
    tell({ event: 'jobs.changed' });
  });
  return {
    'activity.list': (order) => {
      const isWanted = order.jobId === undefined || order.jobId === 1;
      return { total: isWanted ? last : 0, rows: page(order, isWanted ? last : 0, activity) };
    },
    'activity.export': () => ({ text: 'time,actor\r\n', nextId: null }),
    'egress.list': (order) => {
      const count = order.search === 'nowhere' ? 0 : last;
      return {
        total: { requests: count, entries: count * 7_500, bytes: count * 3_158_000 },
        rows: page(order, count, egress),
      };
    },
    'egress.export': ({ beforeId }) =>
      beforeId === undefined ? { text: 'time,host\r\n1,a\r\n', nextId: 2 } : { text: '2,b\r\n', nextId: null },
    'settings.get': () => settings,
    'settings.change': ({ proxy, ...change }) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      settings = { ...settings, ...given };
      if (proxy === null) settings = { ...settings, proxy: null };
      else if (proxy !== undefined) {
        const { protocol, host, password } = new URL(proxy);
        settings = { ...settings, proxy: { address: `${protocol}//${host}`, hasCredentials: password !== '' } };
      }
      tell({ event: 'settings.changed' });
      return settings;
    },
  };
}
