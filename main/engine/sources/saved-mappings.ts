import type { z } from 'zod';

import type { ColumnMapping } from '#core/mapping/mapping.ts';
import { compareHeaders, namedOverrides, nearestSaved, placedOverrides } from '#core/mapping/saved.ts';

import type { JobRow } from '../../../db/jobs.ts';
import { mappingBefore, type RunRow } from '../../../db/runs.ts';
import { forgetMapping, saveMapping, savedMappings } from '../../../db/saved-mappings.ts';
import { connectionById } from '../../../db/workspaces.ts';
import type { MappingRef, SavedMapping } from '../../../preload/contract/mappings.ts';
import type { Context } from '../context.ts';

/** What a client's list with these columns was mapped to, or one that is like it; null = none was. */
export function savedFor(
  { db }: Context,
  connectionId: number | null,
  columns: readonly string[],
): SavedMapping | null {
  const workspaceId = connectionId === null ? undefined : connectionById(db, connectionId)?.workspace_id;
  if (workspaceId === undefined) return null;
  const saved = savedMappings(db, workspaceId).map((row) => ({
    columns: JSON.parse(row.header) as string[],
    overrides: JSON.parse(row.overrides) as string[],
    country: row.country,
    savedAt: row.saved_at,
  }));
  const nearest = nearestSaved(saved, columns);
  return (
    nearest && {
      ...nearest,
      overrides: placedOverrides(nearest.overrides, columns),
      ...compareHeaders(nearest.columns, columns),
    }
  );
}

/**
 * Keeps how a person had a list mapped, for the next list of this client with these columns. Not again at every run of a job, which would bring back what was changed elsewhere
 * since. Belongs into the transaction that notes the mapping.
 */
export function keepMapping(
  { db, ports }: Context,
  run: Pick<RunRow, 'id'>,
  job: Pick<JobRow, 'id' | 'workspace_id' | 'overrides' | 'country'>,
  mapping: readonly ColumnMapping[],
): void {
  const said = namedOverrides(JSON.parse(job.overrides) as string[], mapping);
  if (said.length === 0 || mappingBefore(db, job.id, run.id) === JSON.stringify(mapping)) return;
  saveMapping(db, job.workspace_id, {
    header: JSON.stringify(mapping.map(({ column }) => column)),
    overrides: JSON.stringify(said),
    country: job.country,
    saved_at: ports.clock.now(),
  });
}

/** False when it was forgotten before. */
export function forgetSaved({ db }: Context, { connectionId, columns }: z.output<typeof MappingRef>): boolean {
  const workspaceId = connectionById(db, connectionId)?.workspace_id;
  return workspaceId !== undefined && forgetMapping(db, workspaceId, JSON.stringify(columns));
}
