import { basename, resolve } from 'node:path';

import type { CheckResult } from '../engine/check.ts';
import { openHost } from '../host.ts';
import { countLines, EXIT, print, rowsText } from './output.ts';
import type { CommonOptions } from './program.ts';
import { progressBar } from './progress.ts';

/** Problems that people are shown; the rest is for machines. */
const SHOWN = 10;

export interface MappingOptions {
  readonly map: readonly string[];
  readonly country?: string;
  readonly sheet?: string;
}

/** Reads a file as a sync would and tells what it would send; nothing is sent or stored. */
export async function checkCommand(file: string, options: CommonOptions & MappingOptions): Promise<number> {
  const host = await openHost({ dataDir: options.data, withSandbox: false });
  const isStream = file === '-';
  const bar = progressBar('Checking');
  try {
    const result = await host.engine.host.check(
      {
        path: isStream ? null : resolve(file),
        name: isStream ? 'standard input' : file,
        sheet: options.sheet ?? null,
        overrides: options.map,
        country: options.country ?? null,
      },
      isStream ? process.stdin : null,
      (bytes, total, rows) => bar.update({ count: rows, unit: 'rows', done: bytes, total }),
    );
    bar.end();
    const columns = result.columns.map(({ index, column, key, confidence }) => ({ index, column, key, confidence }));
    const { rows, keys, problemCounts: problem_counts } = result;
    const problems = result.problems.map(({ line, column, code }) => ({ line, column, code }));
    print(options.json, { event: 'check', columns, rows, keys, problem_counts, problems }, () => [
      `${isStream ? 'Standard input' : basename(file)}, ${rowsText(rows, 'would enter')}`,
      '',
      ...mappingLines(result),
      ...(problems.length === 0 ? [] : ['', 'Rows and fields that would not be sent as given:']),
      ...countLines(problem_counts, 'problem'),
      ...(problems.length === 0
        ? []
        : ['', `The first ${Math.min(SHOWN, problems.length)} (--json shows up to 1,000):`]),
      ...problems
        .slice(0, SHOWN)
        .map(({ line, column, code }) => `  line ${line}${column === null ? '' : `, ${column}`}: ${code}`),
      '',
      'Nothing was sent. A wrong column? --map "COLUMN=KEY" maps it by hand, --map "COLUMN=" leaves it out.',
    ]);
    return EXIT.done;
  } finally {
    bar.end();
    await host.close();
  }
}

/** The key of each column and how sure that is, then how many cells of each key can be sent. */
function mappingLines({ columns, keys }: CheckResult): readonly string[] {
  const width = Math.min(40, Math.max(...columns.map(({ column }) => column.length)));
  return [
    ...columns.map(({ column, key, confidence }) => {
      const sure = key === null ? 'left out' : `${key}, ${Math.round(confidence * 100)} % sure`;
      return `  ${column.padEnd(width)}  ${sure}`;
    }),
    '',
    ...Object.entries(keys).map(([key, { filled, valid }]) => `  ${key.padEnd(16)} ${valid} of ${filled} cells valid`),
  ];
}
