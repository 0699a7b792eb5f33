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

/** What left this computer, newest first. */
export function listEgress(
  db: ReadDb,
  filter: EgressFilter,
  page: { readonly beforeId: number | null; readonly limit: number },
): readonly EgressRow[] {
  return db
    .prepare<[ReturnType<typeof bound> & typeof page], EgressRow>(
      `select * from egress where (@beforeId is null or id < @beforeId) and ${MATCHES} order by id desc limit @limit`,
    )
    .all({ ...bound(filter), ...page });
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
