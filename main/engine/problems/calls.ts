import { CSV_START, csvLine } from '#core/csv-text.ts';

import { jobById } from '../../../db/jobs.ts';
import { listProblems } from '../../../db/problems.ts';
import { runById } from '../../../db/runs.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';

/** Names stay as they are in every language, since scripts read them. */
const COLUMNS = ['file', 'line', 'last_line', 'column', 'key', 'code', 'remedy'];

/** What answers the calls about rows and fields that were not sent as given. */
export function problemAnswers({ db }: Context): Pick<Answers, 'problems.list' | 'problems.export'> {
  return {
    'problems.list': ({ runId, code = null, ...page }) =>
      listProblems(db, runId, { code, ...page }).map(({ last_line: lastLine, ...rest }) => ({ ...rest, lastLine })),
    'problems.export'({ runId, code = null, ...page }) {
      const run = runById(db, runId);
      const file = (run && jobById(db, run.job_id)?.source_name) ?? null;
      const rows = listProblems(db, runId, { code, ...page });
      const lines = rows.map((row) => {
        const remedy = text(`problem.${row.code}`, { column: row.column ?? '–', key: row.key ?? '–' });
        return csvLine([file, row.line, row.last_line, row.column, row.key, row.code, remedy]);
      });
      return {
        text: (page.afterId === 0 ? CSV_START + csvLine(COLUMNS) : '') + lines.join(''),
        nextId: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null),
      };
    },
  };
}
