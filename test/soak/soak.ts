import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { commandOf, logged, OLD_LINES, oldFolder, syncOf, writeList } from './folder.ts';
import { bookings, givenUp, imbalances, integrity, isAtRest, lengthOfEgress, progress, waits } from './ledger.ts';
import { type Meta, startMeta } from './meta.ts';
import { sha256 } from './population.ts';
import { startCommand, startWorker, type Victim, type Worker } from './processes.ts';
import { GOALS, type Life, type Order, type Schedule, scheduleOf } from './schedule.ts';
import { deviations, differenceOf, historyOf, wantedIn } from './wanted.ts';

/** What came of a soak. All that must be zero or true decides about `ok`. */
export interface SoakReport {
  readonly event: 'soak';
  readonly ok: boolean;
  readonly seed: number;
  readonly seconds: number;
  /** Processes that were killed, and how many of them were the real command line. */
  readonly kills: number;
  readonly command_line: number;
  /** Calls that the sandbox got, and the troubles that it made. */
  readonly requests: number;
  readonly troubles: number;
  readonly runs: number;
  readonly people: number;
  readonly polls: number;
  readonly lost: number;
  readonly double_counted: number;
  readonly unbalanced_polls: number;
  readonly members_equal_wanted: boolean;
  readonly missing: number;
  readonly strange: number;
  /** People of whom nobody can say whether Meta took them, because it refused them together with others. */
  readonly unsure: number;
  readonly errored: Readonly<Record<string, number>>;
  readonly integrity: string;
  /** Whatever else was not as it should be, in words. */
  readonly mishaps: readonly string[];
}

const POLL_MS = 250;
/** How long a life waits for an upload that never comes. */
const LONGEST_WAIT_MS = 2_000;
const REST_MS = 240_000;
/** When nothing moves for so long, time is set on: whoever was asked to wait for minutes has waited for them. */
const STILL_MS = 2_500;
const PATIENCE_MS = 20 * 60_000;
/** More than that nobody asks for, and what waits longer waits for ever. */
const MOST_PATIENCE = 9;

/**
 * Kills Muster `kills` times at moments that the seed draws, while Meta, the network and the clock make trouble, then lets it finish its work
 * and looks whether every person is where the newest wish about them says, and was counted once. `tell` gets a line now and then.
 */
export async function soak(seed: number, kills: number, tell: (line: string) => void): Promise<SoakReport> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'muster-soak-'));
  const schedule = scheduleOf(seed, kills);
  const meta = await startMeta(folder);
  try {
    const soaking = new Soaking(folder, schedule, meta);
    for (const person of schedule.population.poisoned) {
      await meta.poison(sha256(schedule.population.person(person).emails[0] ?? ''));
    }
    for (const life of schedule.lives) {
      if (soaking.killed >= kills) break;
      await soaking.live(life);
      if (soaking.killed % 10 === 0) tell(`${soaking.killed} of ${kills} killed`);
    }
    tell('letting it come to rest');
    await soaking.rest();
    return await soaking.report(seed, Math.round((performance.now() - began) / 100) / 10);
  } finally {
    await meta.close();
    if (process.env['MUSTER_SOAK_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
    else tell(`kept ${folder}`);
  }
}

class Soaking {
  readonly #folder: string;
  readonly #dataDir: string;
  readonly #schedule: Schedule;
  readonly #meta: Meta;
  /** Orders that nobody has said yes to. */
  readonly #open: Order[] = [];
  readonly #mishaps: string[] = [];
  readonly #unbalanced: string[] = [];
  #polls = 0;
  #commandLine = 0;
  #killed = 0;
  #isConnected = false;
  /** How much later the clock of the computer is than it really is. */
  #aheadMs = 0;
  #spares = 0;

  constructor(folder: string, schedule: Schedule, meta: Meta) {
    this.#folder = folder;
    this.#dataDir = oldFolder(folder, 'data');
    this.#schedule = schedule;
    this.#meta = meta;
    mkdirSync(join(folder, 'lists'));
  }

  get killed(): number {
    return this.#killed;
  }

  async live(life: Life): Promise<void> {
    await this.#meta.clearFaults();
    for (const trouble of life.troubles) await this.#meta.make(trouble);
    for (const index of life.orders) {
      const order = this.#schedule.orders[index];
      if (order) this.#open.push(writeList(this.#folder, this.#schedule, order));
    }
    this.#aheadMs += life.laterMs;
    switch (life.host) {
      case 'worker':
        await this.#liveAsWorker(life);
        break;
      case 'sync':
      case 'work':
        await this.#liveAsCommand(life);
        break;
      case 'migration':
        await this.#migrate(life);
    }
    this.#poll();
    // Newer work that overtakes the last words of a dead process is Meta's own disorder; nobody on this side could tell.
    await this.#meta.quiet();
  }

  async #liveAsWorker(life: Life): Promise<void> {
    const worker = startWorker(this.#dataDir, this.#aheadMs);
    const errands = worker.working.then(() => this.#runErrands(worker, life));
    await this.#momentOf(worker, life);
    await this.#killAfter(worker, life);
    await errands;
    if (worker.isRestored()) this.#mishaps.push('a sound database was taken for damaged, and replaced');
  }

  async #momentOf(worker: Worker, { killAfter }: Life): Promise<void> {
    if (killAfter === 'spawn') return;
    if (killAfter !== 'uploading') return worker[killAfter];
    // It may have nothing to send, or may be asked to wait.
    await worker.working;
    await Promise.race([worker.uploading, delay(LONGEST_WAIT_MS)]);
  }

  /** What people do while it works: connect, order, press "check again", set the clock. */
  async #runErrands(worker: Worker, life: Life): Promise<void> {
    const jumps = life.jumps.map(async ({ afterMs, byMs }) => {
      await Promise.race([delay(afterMs), worker.ended]);
      const aheadMs = this.#aheadMs + byMs;
      if ((await worker.order({ kind: 'clock', aheadMs })) === null) this.#aheadMs = aheadMs;
    });
    await this.#order(worker);
    if (life.checksHolds) this.#note('check', await worker.order({ kind: 'check' }));
    await Promise.all(jumps);
  }

  /** Orders what nobody has said yes to; what a kill cut off is ordered again. */
  async #order(worker: Worker): Promise<void> {
    if (!this.#isConnected) {
      const { graphUrl, token } = this.#meta;
      const failure = await worker.order({ kind: 'connect', graphUrl, token });
      this.#note('connect', failure);
      this.#isConnected = failure === null;
    }
    while (this.#isConnected && this.#open[0]) {
      const [order] = this.#open;
      const failure = await worker.order({ kind: 'sync', order: syncOf(this.#folder, order) });
      this.#note(order.name, failure);
      if (failure !== null) return;
      this.#open.shift();
    }
  }

  async #liveAsCommand(life: Life): Promise<void> {
    this.#commandLine += 1;
    const order = life.host === 'sync' ? this.#open.at(-1) : undefined;
    const common = ['--json', '--data', this.#dataDir, '--graph-url', this.#meta.graphUrl, '--timeout', '30'];
    const args = order ? commandOf(this.#folder, order) : ['work'];
    const victim = startCommand([...args, ...common], this.#meta.token);
    await this.#killAfter(victim, life);
  }

  async #killAfter(victim: Victim, { killMs, host }: Life): Promise<void> {
    const stop = new AbortController();
    const polling = this.#keepPolling(stop.signal);
    await Promise.race([delay(killMs), victim.ended]);
    victim.kill();
    const { signal, code } = await victim.ended;
    stop.abort();
    await polling;
    if (signal === 'SIGKILL') this.#killed += 1;
    // A sync may have done its work before its time; 1 and 3 tell of troubles that we have made.
    else if (host !== 'sync' || ![0, 1, 3].includes(code ?? -1))
      this.#mishaps.push(`${host} ended by itself with ${code}: ${victim.said()}`);
  }

  /** A folder of an older Muster is opened and the process killed; whoever opens it next must find it whole. */
  async #migrate(life: Life): Promise<void> {
    this.#spares += 1;
    const dataDir = oldFolder(this.#folder, `spare ${this.#spares}`);
    const killed = startWorker(dataDir, 0);
    await killed.opening;
    await this.#killAfter(killed, life);
    const next = startWorker(dataDir, 0);
    await next.working;
    await next.order({ kind: 'stop' });
    const { code } = await next.ended;
    if (code !== 0 || next.isRestored()) this.#mishaps.push(`after a kill in a migration: ${code} ${next.said()}`);
    const copies = readdirSync(dataDir).filter((one) => /^muster\.db\.before-\d+$/.test(one));
    if (copies.length !== 1) this.#mishaps.push(`after a kill in a migration: ${copies.length} copies`);
    for (const name of ['muster.db', ...copies]) {
      const found = `${integrity(dataDir, name)} with ${lengthOfEgress(dataDir, name)} lines`;
      if (found !== `ok with ${OLD_LINES} lines`) this.#mishaps.push(`after a kill in a migration: ${name} ${found}`);
    }
  }

  #note(what: string, failure: string | null): void {
    if (failure !== null && failure !== 'killed') this.#mishaps.push(`${what}: ${failure}`);
  }

  #poll(): void {
    this.#polls += 1;
    try {
      const found = imbalances(this.#dataDir);
      if (found.length > 0) this.#unbalanced.push(found.join('; '));
    } catch (error) {
      this.#mishaps.push(`a poll failed: ${String(error)}`);
    }
  }

  async #keepPolling(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) this.#poll();
    }
  }

  /** All troubles end, everybody does what is asked for, and Muster works until nothing is left. */
  async rest(): Promise<void> {
    await this.#meta.clearFaults();
    for (const account of new Set(GOALS.map((goal) => goal.account))) {
      await this.#meta.make({ kind: 'account', account, state: 'healthy' });
      await this.#meta.make({ kind: 'terms', account, accepted: true });
    }
    const worker = startWorker(this.#dataDir, this.#aheadMs);
    await worker.working;
    const deadline = performance.now() + REST_MS;
    let last = '';
    let lastAt = performance.now();
    for (let patience = 0; performance.now() < deadline && patience <= MOST_PATIENCE;) {
      await this.#order(worker);
      if (this.#open.length === 0 && isAtRest(this.#dataDir)) break;
      await Promise.race([delay(POLL_MS), worker.ended]);
      this.#poll();
      const now = progress(this.#dataDir);
      if (now !== last) lastAt = performance.now();
      else if (performance.now() - lastAt > STILL_MS) {
        this.#note('check', await worker.order({ kind: 'check' }));
        this.#aheadMs += PATIENCE_MS;
        await worker.order({ kind: 'clock', aheadMs: this.#aheadMs });
        patience += 1;
        lastAt = performance.now();
      }
      last = now;
    }
    if (!isAtRest(this.#dataDir)) this.#mishaps.push(`does not come to rest: ${waits(this.#dataDir).join('; ')}`);
    await worker.order({ kind: 'stop' });
    const { code } = await worker.ended;
    if (code !== 0) this.#mishaps.push(`the last worker ended with ${code}: ${worker.said()}`);
    this.#poll();
  }

  async report(seed: number, seconds: number): Promise<SoakReport> {
    const { population, orders } = this.#schedule;
    const byName = new Map(orders.map((order) => [order.name, order]));
    const booked = bookings(this.#dataDir);
    const gone = givenUp(this.#dataDir);
    const { lost, doubleCounted, errored, ends } = deviations(booked, gone, byName, population);
    const lists = new Set(booked.map(({ source }) => basename(source)));
    const unread = orders.filter(({ name }) => !lists.has(name)).map(({ name }) => `${name} was never read`);
    let [missing, strange, unsure] = [0, 0, 0];
    for (const goal of GOALS) {
      const wanted = wantedIn(goal, booked, gone, byName, population);
      const ids = new Set(
        booked.filter((one) => one.account === goal.account && one.audience === goal.name).map((one) => one.facebookId),
      );
      const [id] = ids;
      if (ids.size > 1) this.#mishaps.push(`${goal.name} is ${ids.size} audiences: ${[...ids].join(', ')}`);
      const difference = differenceOf(
        wanted,
        id === undefined || id === null ? new Set() : await this.#meta.members(id),
      );
      missing += difference.missing.length;
      strange += difference.strange.length;
      for (const [what, entries] of Object.entries(difference)) {
        for (const entry of entries.slice(0, 3))
          this.#mishaps.push(`${what} in ${historyOf(entry, goal, booked, byName, population)}`);
      }
      unsure += wanted.unsure.size;
    }
    const mishaps = [...this.#mishaps, ...ends, ...unread, ...logged(this.#dataDir), ...this.#unbalanced];
    const sound = integrity(this.#dataDir);
    const isEqual = missing === 0 && strange === 0;
    return {
      event: 'soak',
      ok: lost === 0 && doubleCounted === 0 && isEqual && sound === 'ok' && mishaps.length === 0,
      seed,
      seconds,
      kills: this.#killed,
      command_line: this.#commandLine,
      requests: Object.values(await this.#meta.requests()).reduce((sum, count) => sum + count, 0),
      troubles: this.#meta.hits(),
      runs: new Set(booked.map(({ runId }) => runId)).size,
      people: booked.reduce((sum, { entered }) => sum + entered, 0),
      polls: this.#polls,
      lost,
      double_counted: doubleCounted,
      unbalanced_polls: this.#unbalanced.length,
      members_equal_wanted: isEqual,
      missing,
      strange,
      unsure,
      errored,
      integrity: sound,
      mishaps,
    };
  }
}
