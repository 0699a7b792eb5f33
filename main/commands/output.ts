import type { Counters } from '../../preload/contract/counters.ts';
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

/** A summary for people: the seven counters a step, then what waits and for whom. */
export function summaryLines(summary: Summary): readonly string[] {
  const { rows } = summary;
  const lines = [
    `Rows read ${number.format(rows.read)}: ${number.format(rows.entered)} entered, ${number.format(rows.duplicates)} duplicates, ${number.format(rows.unreadable)} unreadable`,
  ];
  for (const step of summary.steps) {
    const verb = step.action === 'add' ? 'Add to' : 'Remove from';
    lines.push('', `${verb} “${step.audience.name}” (${step.audience.id ?? 'draft'}) of ${step.account}`);
    lines.push(...counterLines(step.counters));
    const why = Object.entries(step.pending_reasons).map(
      ([reason, n]) => `${number.format(n)} ${text(`pending.${reason}`)}`,
    );
    if (why.length > 0) lines.push(`  Pending because: ${why.join(', ')}`);
    const errors = Object.entries(step.errored_reasons).map(
      ([reason, n]) => `${number.format(n)} ${text(`errored.${reason}`)}`,
    );
    if (errors.length > 0) lines.push(`  Errored because: ${errors.join(', ')}`);
    for (const hold of step.holds) {
      lines.push(`  Held: ${hold.title}. ${hold.action}.${hold.url === null ? '' : ` ${hold.url}`}`);
    }
  }
  const problems = Object.entries(summary.problems);
  if (problems.length > 0) {
    lines.push('', 'Problems (muster problems shows the lines):');
    lines.push(...problems.map(([code, count]) => `  ${code.padEnd(24)} ${number.format(count).padStart(12)}`));
  }
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
