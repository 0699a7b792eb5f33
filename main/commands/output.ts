import type { Counters, RowCounts } from '../../preload/contract/counters.ts';
import type { Summary } from '../../preload/contract/summary.ts';
import { text } from '../../preload/messages/text.ts';

/** Exit codes of DESIGN section 8. */
export const EXIT = { done: 0, problems: 1, usage: 2, held: 3, timeout: 4, interrupted: 130 } as const;

/** A message that ends the command with exit code 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Data on stdout: one JSON object a line, or text for people. */
export function print(isJson: boolean, data: object, lines: () => readonly string[]): void {
  process.stdout.write(isJson ? `${JSON.stringify(data)}\n` : `${lines().join('\n')}\n`);
}

/** Whoever reads our output has gone (`muster … | head -1`): nobody is left to work for, and what is queued stays queued. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.interrupted);
      throw error;
    });
  }
}

/** For people, on stderr. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const COUNTER_NAMES: readonly (keyof Counters)[] = [
  'entered',
  'synced',
  'not_synced',
  'pending',
  'errored',
  'proceeded',
  'exited',
];

const number = new Intl.NumberFormat('en');

export function counterLines(counters: Counters): readonly string[] {
  return COUNTER_NAMES.map(
    (name) => `  ${text(`counter.${name}`).padEnd(12)} ${number.format(counters[name]).padStart(12)}`,
  );
}

/** Names with their counts below one another, each with the text that explains it, if there is one. */
export function countLines(counts: Readonly<Record<string, number>>, texts: string): readonly string[] {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => {
      const said = text(`${texts}.${name}`);
      const line = `  ${name.padEnd(22)} ${number.format(count).padStart(9)}`;
      return said === `${texts}.${name}` ? line : `${line}  ${said}`;
    });
}

/** A moment in this computer's time, day first told apart from month on every machine. */
export function timeText(at: number): string {
  return new Date(at).toLocaleString('sv');
}

/** Rows of a source in words; what did not occur is left out. `verb` says what became of those that count. */
export function rowsText(rows: RowCounts, verb: 'entered' | 'would enter'): string {
  const parts = (['duplicates', 'excluded', 'unchanged', 'unreadable'] as const)
    .filter((name) => rows[name] > 0)
    .map((name) => `${number.format(rows[name])} ${name}`);
  return [`${number.format(rows.read)} rows read: ${number.format(rows.entered)} ${verb}`, ...parts].join(', ');
}

/** A summary for people: the seven counters a step, what waits and for whom, and what to do next. */
export function summaryLines(summary: Summary): readonly string[] {
  const lines = [rowsText(summary.rows, 'entered')];
  for (const step of summary.steps) {
    const verb = step.action === 'add' ? 'Add to' : 'Remove from';
    const id = step.audience.id ?? 'not made yet';
    lines.push('', `${verb} “${step.audience.name}” (${id}) of ${step.account}`, ...counterLines(step.counters));
    const reasons = (all: Readonly<Partial<Record<string, number>>>, texts: string): string =>
      Object.entries(all)
        .map(([reason, people]) => `${number.format(people ?? 0)} ${text(`${texts}.${reason}`)}`)
        .join(', ');
    if (step.counters.pending > 0) {
      const at = step.retry_at === null ? '' : `, next at ${timeText(step.retry_at)}`;
      lines.push(`  Pending: ${reasons(step.pending_reasons, 'pending')}${at}`);
    }
    if (step.counters.errored > 0) lines.push(`  Errored: ${reasons(step.errored_reasons, 'errored')}`);
    for (const hold of step.holds) {
      lines.push(`  Held: ${hold.title}`, `    ${hold.action}${hold.url === null ? '' : `: ${hold.url}`}`);
    }
  }
  if (Object.keys(summary.problems).length > 0) {
    lines.push('', 'Rows and fields not sent as given; “muster problems” shows their lines:');
    lines.push(...countLines(summary.problems, 'problem'));
  }
  if (summary.counters.synced > 0) lines.push('', `${text('counter.synced')}: ${text('counter.synced.help')}.`);
  return lines;
}

/** Exit code of a summary; `isTimedOut` when the time given was up first. */
export function exitOf(summary: Summary, isTimedOut: boolean): number {
  switch (summary.state) {
    case 'done':
      return EXIT.done;
    case 'problems':
    case 'cancelled':
      return EXIT.problems;
    case 'held':
      return EXIT.held;
    case 'waiting':
      return isTimedOut && summary.steps.some((step) => step.holds.length > 0) ? EXIT.held : EXIT.timeout;
  }
}
