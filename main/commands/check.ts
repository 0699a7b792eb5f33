import { basename, resolve } from 'node:path';

import { openHost } from '../host.ts';
import { EXIT, print } from './output.ts';
import type { CommonOptions } from './program.ts';
import { progressBar } from './progress.ts';

export interface MappingOptions {
  readonly map: readonly string[];
  readonly country?: string;
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
        overrides: options.map,
        country: options.country ?? null,
      },
      isStream ? process.stdin : null,
      (bytes, total, rows) => bar.update(rows, bytes, total),
    );
    bar.end();
    const columns = result.columns.map(({ index, column, key, confidence }) => ({ index, column, key, confidence }));
    const { rows, keys, problemCounts: problem_counts } = result;
    const problems = result.problems.map(({ line, column, code }) => ({ line, column, code }));
    print(options.json, { event: 'check', columns, rows, keys, problem_counts, problems }, () => [
      `${basename(file)}: ${rows.read} rows, ${rows.entered} would enter, ${rows.duplicates} duplicates, ${rows.unreadable} unreadable`,
      '',
      ...columns.map(
        ({ column, key, confidence }) =>
          `  ${column.padEnd(32)} ${key === null ? '–' : `${key} (${Math.round(confidence * 100)} %)`}`,
      ),
      '',
      ...Object.entries(keys).map(
        ([key, { filled, valid }]) => `  ${key.padEnd(16)} ${valid} of ${filled} filled cells are valid`,
      ),
      ...(problems.length === 0 ? [] : ['', 'Problems:']),
      ...Object.entries(problem_counts).map(([code, count]) => `  ${code.padEnd(24)} ${count}`),
      ...problems
        .slice(0, 20)
        .map(({ line, column, code }) => `  line ${line}${column === null ? '' : `, ${column}`}: ${code}`),
    ]);
    return EXIT.done;
  } finally {
    bar.end();
    await host.close();
  }
}
