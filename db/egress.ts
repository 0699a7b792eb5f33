import { type LogPage, placed } from './activity.ts';
import type { ReadDb } from './open.ts';

export interface EgressRow {
  readonly id: number;
  readonly at: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly audience: string | null;
  /** JSON array of keys; null for what is no upload. */
  readonly keys: string | null;
  readonly entries: number;
  readonly bytes: number;
}

export interface EgressFilter {
  /** Part of the host, the path or the audience; empty = any. */
  readonly search: string;
  readonly isUpload: boolean;
}

const MATCHES = `(@search = '' or instr(lower(host || path || ' ' || ifnull(audience, '')), lower(@search)) > 0)
  and (@isUpload = 0 or audience is not null)`;

const bound = ({ search, isUpload }: EgressFilter): { readonly search: string; readonly isUpload: 0 | 1 } => ({
  search: search.trim(),
  isUpload: isUpload ? 1 : 0,
});

/** What left this computer, newest first; after a line, the first that did. */
export function listEgress(db: ReadDb, filter: EgressFilter, page: LogPage): readonly EgressRow[] {
  const rows = db
    .prepare<[ReturnType<typeof bound> & LogPage], EgressRow>(
      `select * from egress where ${MATCHES} and ${placed(page)}`,
    )
    .all({ ...bound(filter), ...page });
  return page.afterId === null ? rows : rows.toReversed();
}

/** Sums over all that matches. */
export function sumEgress(
  db: ReadDb,
  filter: EgressFilter,
): { readonly requests: number; readonly entries: number; readonly bytes: number } {
  return (
    db
      .prepare<[ReturnType<typeof bound>], { requests: number; entries: number; bytes: number }>(
        `select count(*) as requests, ifnull(sum(entries), 0) as entries, ifnull(sum(bytes), 0) as bytes from egress
         where ${MATCHES}`,
      )
      .get(bound(filter)) ?? { requests: 0, entries: 0, bytes: 0 }
  );
}
