import { join } from 'node:path';

import type { Restored } from '../../db/settings.ts';
import type { Counters, RowCounts } from '../../preload/contract/counters.ts';
import type { Summary, SummaryStep } from '../../preload/contract/summary.ts';
import { processLocale, text } from '../../preload/messages/text.ts';

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

/** Counts as people write them. */
export const number = new Intl.NumberFormat(processLocale());

export function counterLines(counters: Counters): readonly string[] {
  const cells = COUNTER_NAMES.map((name) => [text(`counter.${name}`), number.format(counters[name])] as const);
  const width = Math.max(12, ...cells.map(([name]) => name.length));
  return cells.map(([name, count]) => `  ${name.padEnd(width)} ${count.padStart(12)}`);
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
    .map((name) => text(`ui.rows.${name}`, { count: number.format(rows[name]) }));
  const told = { read: number.format(rows.read), entered: number.format(rows.entered) };
  return [text(verb === 'entered' ? 'cli.rows.entered' : 'cli.rows.would_enter', told), ...parts].join(', ');
}

/** A summary for people: the seven counters a step, what waits and for whom, and what to do next. */
export function summaryLines(summary: Summary): readonly string[] {
  const lines = [rowsText(summary.rows, 'entered')];
  for (const step of summary.steps) lines.push('', ...stepLines(step));
  if (Object.keys(summary.problems).length > 0) {
    lines.push('', text('cli.problems'), ...countLines(summary.problems, 'problem'));
  }
  if (summary.counters.synced > 0) {
    lines.push('', text('cli.synced', { counter: text('counter.synced'), help: text('counter.synced.help') }));
  }
  return lines;
}

function stepLines({
  account,
  action,
  audience,
  counters,
  pending_reasons,
  errored_reasons,
  holds,
  retry_at,
}: SummaryStep): readonly string[] {
  const id = audience.id ?? text('cli.step.draft');
  const lines = [text(`cli.step.${action}`, { audience: audience.name, id, account }), ...counterLines(counters)];
  if (counters.pending > 0) {
    const reasons = reasonsText(pending_reasons, 'pending');
    lines.push(
      `  ${retry_at === null ? text('cli.pending', { reasons }) : text('cli.pending.next', { reasons, time: timeText(retry_at) })}`,
    );
  }
  if (counters.errored > 0) {
    lines.push(`  ${text('cli.errored', { reasons: reasonsText(errored_reasons, 'errored') })}`);
  }
  for (const hold of holds) {
    const { url } = hold;
    lines.push(`  ${text('cli.held', { title: hold.title })}`);
    lines.push(`    ${url === null ? hold.action : text('cli.held.at', { action: hold.action, url })}`);
  }
  return lines;
}

function reasonsText(counts: Readonly<Record<string, number>>, texts: string): string {
  return Object.entries(counts)
    .map(([name, people]) => text('ui.why.part', { count: number.format(people), reason: text(`${texts}.${name}`) }))
    .join(', ');
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

/** Tells that a damaged database was replaced: from which moment on, and where the damaged files are. */
export function restoredText({ from, aside }: Restored, dataDir: string): string {
  const folder = join(dataDir, aside);
  return from === null
    ? text('storage.restored_empty', { folder })
    : text('storage.restored', { date: timeText(from), folder });
}
