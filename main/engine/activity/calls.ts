import { countActivity, listActivity } from '../../../db/activity.ts';
import { listEgress, sumEgress } from '../../../db/egress.ts';
import type { Activity } from '../../../preload/contract/activity.ts';
import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';

type ActivityCall = Extract<keyof Answers, `activity.${string}` | `egress.${string}`>;

/** What answers the calls about who did what, and what left this computer. */
export function activityAnswers({ db }: Context): Pick<Answers, ActivityCall> {
  return {
    'activity.list'({ noun = null, jobId = null, workspaceId = null, beforeId = null, limit }) {
      const filter = { noun, jobId, workspaceId };
      return {
        total: countActivity(db, filter),
        rows: listActivity(db, filter, { beforeId, limit }).map((row) => ({
          id: row.id,
          at: row.at,
          actor: row.actor,
          kind: row.kind,
          workspaceId: row.workspace_id,
          jobId: row.job_id,
          runId: row.run_id,
          facts: JSON.parse(row.facts) as Activity['facts'],
        })),
      };
    },
    'egress.list': ({ search, isUpload, beforeId = null, limit }) => ({
      total: sumEgress(db, { search, isUpload }),
      rows: listEgress(db, { search, isUpload }, { beforeId, limit }).map(({ keys, ...row }) => ({
        ...row,
        keys: keys === null ? [] : (JSON.parse(keys) as readonly string[]),
      })),
    }),
  };
}
