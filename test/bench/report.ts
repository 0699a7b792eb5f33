import type { Measured, Timed } from './measure.ts';

/** All rounds of each case, in the order in which they ran. */
export interface Findings {
  readonly endToEnd: readonly Measured[];
  /** Of a hundred thousand rows, where starting threads counts. */
  readonly shortEndToEnd: readonly Measured[];
  readonly sdk: readonly Measured[];
  readonly normalise: readonly Measured[];
  readonly hash: readonly Measured[];
  readonly queue: readonly Measured[];
  readonly plainjob: readonly Measured[];
  readonly plainjobFull: readonly Measured[];
  readonly sandbox: readonly Measured[];
  readonly ladder: readonly { readonly size: number; readonly measured: readonly Measured[] }[];
}

interface Line {
  readonly measure: string;
  readonly ours: string;
  readonly reference: string;
  readonly result: string;
  readonly floor: string;
  readonly goal: string;
  readonly verdict: string;
}

/** Prints the floors and goals of DESIGN section 10 beside what was found. */
export function printReport(found: Findings): void {
  const { endToEnd, shortEndToEnd, sdk, normalise, hash, queue, plainjob, plainjobFull, sandbox, ladder } = found;
  const lines: readonly Line[] = [
    {
      measure: '',
      ours: 'ours',
      reference: 'reference',
      result: 'result (min–max)',
      floor: 'floor',
      goal: 'goal',
      verdict: '',
    },
    ratio('file to settled : SDK normalise + hash alone', endToEnd, sdk, { floor: 1, goal: 4 }),
    ratio('  the same by processor time', endToEnd, sdk, {}, perCpu),
    ratio('  the same with a short list', shortEndToEnd, sdk, {}),
    ratio('normalise + hash : SDK normalise + hash', normalise, sdk, {}),
    ratio('  the same by processor time', normalise, sdk, {}, perCpu),
    ratio('normalise + hash : hashing alone', normalise, hash, {}),
    ratio('file to settled : hashing alone', endToEnd, hash, {}),
    ratio('queue (FULL) : plainjob as it comes (NORMAL)', queue, plainjob, { floor: 10, goal: 50 }),
    ratio('queue (FULL) : plainjob (FULL)', queue, plainjobFull, {}),
    ...ladder.map(({ size, measured }) => memory(size, measured)),
    loopDelay(endToEnd),
    bytes(endToEnd),
    { ...ratio('short list to settled : into the sandbox', shortEndToEnd, sandbox, {}), verdict: 'for information' },
  ];
  const widths = columns.map((column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(
      columns
        .map((column, index) => line[column].padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

const columns = ['measure', 'ours', 'reference', 'result', 'floor', 'goal', 'verdict'] as const;

const perSecond = ({ rows, seconds }: Timed): number => rows / seconds;
const perCpu = ({ rows, cpuSeconds }: Timed): number => rows / cpuSeconds;

interface Limits {
  readonly floor?: number;
  readonly goal?: number;
}

/** Rows a second of ours by those of the reference, of the same round where there are as many. */
function ratio(
  measure: string,
  ours: readonly Measured[],
  reference: readonly Measured[],
  { floor, goal }: Limits,
  rate = perSecond,
): Line {
  const ratios = ours.map((one, round) => rate(one) / rate(reference[round] ?? (reference[0] as Measured)));
  const thousands = (all: readonly Measured[]): string => `${(median(all.map(rate)) / 1e3).toFixed(0)}k/s`;
  return {
    measure,
    ours: thousands(ours),
    reference: thousands(reference),
    result: `${range(ratios, 2)} ×`,
    floor: floor === undefined ? '' : `≥ ${floor} ×`,
    goal: goal === undefined ? '' : `≥ ${goal} ×`,
    verdict: verdict(-median(ratios), floor && -floor, goal && -goal),
  };
}

const MEMORY_LIMITS: Readonly<Record<number, Limits>> = {
  100_000: { floor: 250, goal: 200 },
  1_000_000: { floor: 400, goal: 300 },
  10_000_000: { goal: 400 },
};

function memory(size: number, measured: readonly Measured[]): Line {
  return most(
    `peak memory, ${size / 1e3}k rows`,
    measured.map(({ peakRssMb }) => peakRssMb),
    'MB',
    MEMORY_LIMITS[size] ?? {},
  );
}

function loopDelay(measured: readonly Measured[]): Line {
  const over = measured.map(({ loopBusyMs = Number.NaN, loopIdleMs = Number.NaN }) => loopBusyMs - loopIdleMs);
  const idle = median(measured.map(({ loopIdleMs = Number.NaN }) => loopIdleMs));
  const line = most('loop delay of the host, p99 over idle', over, 'ms', { floor: 15, goal: 5 });
  return { ...line, reference: `idle ${idle.toFixed(1)} ms` };
}

function bytes(measured: readonly Measured[]): Line {
  const each = measured.map(({ bytesAMember = Number.NaN }) => bytesAMember);
  return most('database bytes a member', each, 'B', { floor: 260, goal: 235 });
}

/** A figure that must not be more than its limits. */
function most(measure: string, figures: readonly number[], unit: string, { floor, goal }: Limits): Line {
  return {
    measure,
    ours: '',
    reference: '',
    result: `${range(figures, unit === 'ms' ? 1 : 0)} ${unit}`,
    floor: floor === undefined ? '' : `≤ ${floor} ${unit}`,
    goal: goal === undefined ? '' : `≤ ${goal} ${unit}`,
    verdict: verdict(median(figures), floor, goal),
  };
}

/** Small is good. */
function verdict(figure: number, floor: number | undefined, goal: number | undefined): string {
  if (goal !== undefined && figure <= goal) return 'met, and the goal';
  if (floor !== undefined) return figure <= floor ? 'met' : 'MISSED';
  return goal === undefined ? '' : 'goal missed';
}

function range(figures: readonly number[], digits: number): string {
  const middle = median(figures).toFixed(digits);
  if (figures.length < 2) return middle;
  return `${middle} (${Math.min(...figures).toFixed(digits)}–${Math.max(...figures).toFixed(digits)})`;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
