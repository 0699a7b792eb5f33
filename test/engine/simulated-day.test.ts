import { setTimeout as delay } from 'node:timers/promises';

import { onTestFinished, expect, test } from 'vitest';

import type { Http } from '../../main/engine/ports.ts';
import { nodeHttp } from '../../main/facebook/http.ts';
import { type Sandbox, startSandbox } from '../../main/sandbox/sandbox.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { people, type Rig, rig, world, type World } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MIDNIGHT = Date.UTC(2026, 10, 24);

/** One call about an ad account, as the network saw it. */
interface Seen {
  readonly account: string;
  readonly isUpload: boolean;
  readonly points: number;
  readonly from: number;
  to: number;
  readonly isThrottled: boolean;
}

interface Day {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly clock: FakeClock;
  readonly seen: readonly Seen[];
  readonly tiers: ReadonlyMap<string, 'full' | 'limited'>;
  /** Starts an engine. */
  open(): Rig;
  /** Closes it; answers under way come at once. */
  close(t: Rig): Promise<void>;
}

const THROTTLED = /"code":(?:4|17|613|800\d\d),/;

/** The same day each time; every upload session needs an id of its own. */
function randomness(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The real sandbox behind a real network, both on a clock that stands still while a request is under way. Uploads take their time. */
async function dayWithSandbox(): Promise<Day> {
  let underWay = 0;
  const clock = fakeClock(MIDNIGHT, () => underWay > 0);
  const sandbox = await startSandbox({
    file: ':memory:',
    now: () => clock.now(),
    moreAccounts: { full: 2, limited: 3 },
  });
  onTestFinished(() => sandbox.close());
  const of = (state: string): readonly string[] =>
    sandbox.accounts.filter((one) => one.state === state).map(({ id }) => id);
  const tiers = new Map([
    ...of('healthy')
      .slice(0, 4)
      .map((id) => [id, 'full'] as const),
    ...of('limited')
      .slice(0, 4)
      .map((id) => [id, 'limited'] as const),
  ]);
  const seen: Seen[] = [];
  let slow = new AbortController();
  const owners = new Map<string, string>();
  const http: Http = async (request) => {
    const path = new URL(request.url).pathname.split('/').slice(2);
    const from = clock.now();
    underWay += 1;
    const answer = await nodeHttp(request).finally(() => (underWay -= 1));
    const [first = '', edge] = path;
    const body = answer.kind === 'answer' ? answer.body : '';
    const created = /^\{"id":"(\d+)"\}$/.exec(body)?.[1];
    if (created !== undefined && edge === 'customaudiences') owners.set(created, first);
    const account = first.startsWith('act_') ? first : owners.get(first);
    if (account === undefined) return answer;
    const isUpload = edge === 'users';
    const points = request.method === 'GET' ? 1 : 3;
    const call = { account, isUpload, points, from, to: Infinity, isThrottled: THROTTLED.test(body) };
    seen.push(call);
    if (isUpload) await clock.sleep(300 + ((seen.length * 397) % 1_500), slow.signal);
    call.to = clock.now();
    return answer;
  };
  const own = world();
  const here: World = { ...own, clock, ports: { ...own.ports, clock, http, random: randomness() } };
  return {
    world: here,
    sandbox,
    clock,
    seen,
    tiers,
    open() {
      const t = rig(here);
      onTestFinished(() => slow.abort());
      return t;
    },
    async close(t) {
      slow.abort();
      await t.engine.stop();
      slow = new AbortController();
    },
  };
}

interface Job {
  readonly account: string;
  readonly audience: string;
  readonly path: string;
  readonly people: number;
}

/** Five jobs an ad account. On the limited tier half of the people have a customer id, who travel apart, so a run is two uploads. */
function jobsOf({ world: own, tiers }: Day): readonly Job[] {
  return [...tiers].flatMap(([account, tier], a) =>
    Array.from({ length: 5 }, (_, j) => {
      const count = a === 4 && j === 0 ? 10_500 : 10 + 7 * j;
      const rows = people(count, `a${a}j${j}p`).map(([email = ''], i) =>
        i === 0 ? [email, 'Customer id'] : [email, tier === 'limited' && i % 2 === 0 ? `c${i}` : ''],
      );
      return { account, audience: `List ${j}`, path: own.csv(rows, `a${a}j${j}.csv`), people: count };
    }),
  );
}

/** Starts a run of each job, and has their sources read. */
async function start(t: Rig, connectionId: number, jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    await t.sync(job.path, {
      connectionId,
      jobName: `${job.account} ${job.audience}`,
      account: job.account,
      steps: [{ audience: job.audience, action: 'add', keys: null }],
      overrides: ['Customer id=EXTERN_ID'],
    });
    // One after another, so that one reader's thread does it all; looking all the time would take from it what it needs.
    while (t.rows("select 1 from run where state = 'reading'").length > 0) await delay(2);
  }
}

const pendingOf = async (t: Rig): Promise<number> => (await t.ask('status.get', {})).pending;

/** Lets time pass until nobody is pending; an hour is long enough for everything that these days queue. */
async function drain(t: Rig): Promise<void> {
  for (let waited = 0; waited < 15 * MINUTE && (await pendingOf(t)) > 0; waited += 5 * SECOND)
    await t.clock.advance(5 * SECOND);
}

/** Each job again and again, a round a minute. */
async function rush(t: Rig, connectionId: number, jobs: readonly Job[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await start(t, connectionId, jobs);
    await t.clock.advance(MINUTE);
  }
}

function throttledBy({ seen }: Day): Readonly<Record<string, number>> {
  const throttled = seen.filter(({ isThrottled }) => isThrottled).map(({ account }) => account);
  return Object.fromEntries([...new Set(throttled)].map((id) => [id, throttled.filter((one) => one === id).length]));
}

const SCORES = { full: 9000, limited: 60 } as const;
const WINDOW = 300 * SECOND;
/** A write, the read before it that looks for a draft, and three points kept for reads. */
const ROOM = 7;

/** When Meta's window has room, by the sandbox's documented rule: what was spent counts for 300 seconds. */
function roomAt(calls: readonly Seen[], max: number, from: number): number {
  const used = (at: number): number => calls.reduce((sum, one) => (one.from > at - WINDOW ? sum + one.points : sum), 0);
  const moments = [from, ...calls.map((one) => one.from + WINDOW).filter((at) => at > from)].toSorted((a, b) => a - b);
  return moments.find((at) => used(at) + ROOM <= max) ?? from;
}

/** Moments at which a place among the four in flight became free again. */
function freed(calls: readonly Seen[]): readonly number[] {
  const uploads = calls.filter(({ isUpload }) => isUpload);
  return uploads
    .map(({ to }) => to)
    .filter((end) => uploads.filter(({ from, to }) => from < end && to >= end).length >= 4);
}

/** A batch, and when it was first sent. */
interface Sent {
  readonly account: string;
  readonly created_at: number;
  readonly started_at: number;
}

/**
 * Writes that came later than they could. An ad account is idle when it has work and nothing in flight; then the next write is due as
 * soon as the window has room for it beside what is kept for reads, but no sooner than one write comes back after the last (15 s on the
 * limited tier). A tenth more is allowed, and what a slow answer adds.
 */
function idleIn(day: Day, sent: readonly Sent[]): readonly object[] {
  const full = freed(day.seen);
  return [...day.tiers].flatMap(([account, tier]) => {
    const calls = day.seen.filter((one) => one.account === account).toSorted((a, b) => a.from - b.from);
    return calls.flatMap((call, i) => {
      const waiting = sent.filter((batch) => batch.account === account && batch.started_at >= call.from);
      const before = calls.slice(0, i);
      const writes = before.filter(({ points }) => points === 3);
      const lastEnd = Math.max(0, ...before.map(({ to }) => to));
      if (call.points !== 3 || lastEnd > call.from) return [];
      const createdAt = Math.min(...waiting.map(({ created_at: at }) => at));
      const idleFrom = Math.max(createdAt, lastEnd, ...full.filter((at) => at <= call.from));
      const paceAt = (writes.at(-1)?.from ?? 0) + (3 * WINDOW) / SCORES[tier];
      const dueAt = Math.max(idleFrom, paceAt, roomAt(before, SCORES[tier], idleFrom));
      const lateMs = Math.round(call.from - idleFrom - 1.1 * (dueAt - idleFrom) - 3 * SECOND);
      return lateMs > 0 ? [{ account, at: call.from - MIDNIGHT, idleFrom: idleFrom - MIDNIGHT, lateMs }] : [];
    });
  });
}

/** What `status` tells of each ad account. */
async function accountsOf(t: Rig) {
  const { accounts } = await t.ask('status.get', {});
  return accounts.map(({ account, coolDownUntil, tier }) => ({ account, coolDownUntil, tier }));
}

/** Every batch, and when it was first sent. */
function sentIn(t: Rig): readonly Sent[] {
  return t.rows<Sent>(
    `select a.account, b.created_at, min(t.started_at) as started_at from attempt t join batch b on b.id = t.batch_id
     join step s on s.id = b.step_id join audience a on a.id = s.audience_id group by b.id`,
  );
}

/** People in the audience of each job, as the sandbox counts them. */
async function membersOf(t: Rig, { sandbox }: Day, jobs: readonly Job[]): Promise<readonly (number | undefined)[]> {
  const audiences = t.rows<{ account: string; name: string; facebook_id: string }>('select * from audience');
  return Promise.all(
    jobs.map(async (job) => {
      const id = audiences.find((one) => one.account === job.account && one.name === job.audience)?.facebook_id;
      const headers = { authorization: `Bearer ${sandbox.accessToken}` };
      const answer = await fetch(`${sandbox.graphUrl}/_sandbox/audiences/${id}/members?limit=0`, { headers });
      const { count }: { readonly count?: number } = await answer.json();
      return count;
    }),
  );
}

const DAY =
  'a day of forty jobs over eight ad accounts of both tiers meets no limit twice, idles nowhere, and loses nobody';
test(DAY, { timeout: 120_000 }, async () => {
  const day = await dayWithSandbox();
  const { clock, sandbox, tiers } = day;
  const until = (hour: number): Promise<void> => clock.leap(hour * HOUR - (clock.now() - MIDNIGHT));
  const jobs = jobsOf(day);
  const small = jobs.filter((job) => job.people < 10_000);
  const limited = small.filter((job) => tiers.get(job.account) === 'limited');
  const morning = day.open();
  const connectionId = await morning.engine.host.connect(sandbox.graphUrl, sandbox.accessToken);
  await rush(morning, connectionId, jobs, 1);
  await drain(morning);
  await until(9);
  await rush(morning, connectionId, limited, 3);

  // The app is closed in the middle of the rush, and opened again: whoever cools down goes on doing so.
  const told = await accountsOf(morning);
  const cooling = told.filter(({ coolDownUntil }) => coolDownUntil !== null);
  await day.close(morning);
  const callsBefore = day.seen.length;
  const t = day.open();
  expect([await accountsOf(t), cooling.map(({ account }) => tiers.get(account))]).toEqual([
    told,
    Array(4).fill('limited'),
  ]);

  await rush(t, connectionId, limited, 2);
  await drain(t);
  for (const hour of [11, 14, 17]) {
    await until(hour);
    for (const third of [0, 1, 2]) {
      const some = small.filter((_, i) => i % 9 === (hour % 3) + 3 * third);
      await start(t, connectionId, some);
      await clock.advance(20 * SECOND);
    }
    await drain(t);
  }
  await until(23);
  await rush(t, connectionId, small, 1);
  await drain(t);

  const { state, counters } = await t.ask('status.summary', {});
  expect([state, counters]).toMatchObject(['done', { pending: 0, errored: 0, synced: counters.entered }]);
  expect(await membersOf(t, day, jobs)).toEqual(jobs.map((job) => job.people));
  expect(Object.values(throttledBy(day)).filter((times) => times > 1)).toEqual([]);
  const early = day.seen
    .slice(callsBefore)
    .filter(
      (call) =>
        call.isUpload &&
        cooling.some(({ account, coolDownUntil }) => account === call.account && call.from < (coolDownUntil ?? 0)),
    );
  expect(early).toEqual([]);
  const sent = sentIn(t);
  expect(idleIn(day, sent)).toEqual([]);
  // The control: had one ad account stood still for a minute of the rush, it would have been seen.
  const stood = cooling[0]?.account;
  const from = Math.min(
    ...day.seen.slice(callsBefore).flatMap((call) => (call.account === stood && call.isUpload ? [call.from] : [])),
  );
  const shift = (account: string, at: number): number => (account === stood && at >= from ? at + MINUTE : at);
  const seen = day.seen.map((call) => ({
    ...call,
    from: shift(call.account, call.from),
    to: shift(call.account, call.to),
  }));
  const later = sent.map((batch) => ({ ...batch, started_at: shift(batch.account, batch.started_at) }));
  expect(idleIn({ ...day, seen }, later)).not.toEqual([]);
});
