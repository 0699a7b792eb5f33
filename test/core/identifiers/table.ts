import { expect, test } from 'vitest';

import { normalise } from '#core/identifiers/normalise.ts';
import type { Normalised } from '#core/identifiers/normalise.ts';
import type { Key } from '#core/keys.ts';

/** Input, then `value`, `value (warning)` or `! problem`; a third entry is the row's country. */
export type Case = readonly [raw: string, answer: string, country?: string];

/** One test per rule; the cases are compared all at once, so that a failure shows every line that is wrong. */
export function rule(name: string, key: Key, cases: readonly Case[]): void {
  test(name, () => {
    const answers = cases.map(([raw, , country]) =>
      inShort(normalise(key, raw, { country: country ?? null, thisYear: 2026 })),
    );
    const label = (index: number): string => `${cases[index]?.[0] ?? ''} [${cases[index]?.[2] ?? '-'}]`;
    expect(answers.map((answer, index) => `${label(index)} → ${answer}`)).toEqual(
      cases.map(([, answer], index) => `${label(index)} → ${answer}`),
    );
  });
}

/** Passed-through digests are marked with `#`, plain values with `=`. */
function inShort(answer: Normalised): string {
  if (answer.action === 'drop') return `! ${answer.problem}`;
  const mark = { hash: '', passthrough: '#', as_is: '=' }[answer.action];
  return mark + answer.value + (answer.problem === undefined ? '' : ` (${answer.problem})`);
}
