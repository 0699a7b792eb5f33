import type { z } from 'zod';

import { CSV_START, csvLine } from '#core/csv-text.ts';

import { countActivity, listActivity } from '../../../db/activity.ts';
import { listEgress, sumEgress } from '../../../db/egress.ts';
import type { Activity, ActivityOrder, CsvPart, Egress, EgressOrder } from '../../../preload/contract/activity.ts';
import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';

type ActivityCall = Extract<keyof Answers, `activity.${string}` | `egress.${string}`>;

/** What answers the calls about who did what, and what left this computer. */
export function activityAnswers(context: Context): Pick<Answers, ActivityCall> {
  const { db } = context;
  return {
    'activity.list'(order) {
      const { noun = null, jobId = null, workspaceId = null } = order;
      return { total: countActivity(db, { noun, jobId, workspaceId }), rows: activityIn(context, order) };
    },
    'activity.export': (order) =>
      csvPart(order, activityIn(context, order), ACTIVITY_COLUMNS, ({ at, actor, kind, runId, facts }) => {
        const { job = null, ...rest } = facts;
        const said = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
        return [new Date(at).toISOString(), actor, kind, job, runId, said.join('; ')];
      }),
    'egress.list': (order) => ({ total: sumEgress(db, order), rows: egressIn(context, order) }),
    'egress.export': (order) =>
      csvPart(order, egressIn(context, order), EGRESS_COLUMNS, (row) => [
        new Date(row.at).toISOString(),
        row.host,
        row.method,
        row.path,
        row.audience,
        row.keys.join(' '),
        row.entries,
        row.bytes,
      ]),
  };
}

function activityIn({ db }: Context, order: z.output<typeof ActivityOrder>): readonly Activity[] {
  const { noun = null, jobId = null, workspaceId = null, beforeId = null, afterId = null, limit } = order;
  return listActivity(db, { noun, jobId, workspaceId }, { beforeId, afterId, limit }).map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor,
    kind: row.kind,
    workspaceId: row.workspace_id,
    jobId: row.job_id,
    runId: row.run_id,
    facts: JSON.parse(row.facts) as Activity['facts'],
  }));
}

function egressIn({ db }: Context, order: z.output<typeof EgressOrder>): readonly Egress[] {
  const { search, isUpload, beforeId = null, afterId = null, limit } = order;
  return listEgress(db, { search, isUpload }, { beforeId, afterId, limit }).map(({ keys, ...row }) => ({
    ...row,
    keys: keys === null ? [] : (JSON.parse(keys) as readonly string[]),
  }));
}

const ACTIVITY_COLUMNS = ['time', 'actor', 'kind', 'job', 'run_id', 'facts'];
const EGRESS_COLUMNS = ['time', 'host', 'method', 'path', 'audience', 'keys', 'entries', 'bytes'];

/** Names of columns stay as they are in every language, since scripts read them. */
function csvPart<T extends { readonly id: number }>(
  { beforeId, limit }: { readonly beforeId?: number | undefined; readonly limit: number },
  rows: readonly T[],
  columns: readonly string[],
  cells: (row: T) => Parameters<typeof csvLine>[0],
): CsvPart {
  const head = beforeId === undefined ? CSV_START + csvLine(columns) : '';
  return {
    text: head + rows.map((row) => csvLine(cells(row))).join(''),
    nextId: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  };
}
