import { HOUR_MS, regainMs } from '#core/quota.ts';

import { audiencesAt } from '../../../db/jobs.ts';
import { isDisconnected } from '../../../db/pauses.ts';
import { quotaOf, tierOf } from '../../../db/quota.ts';
import { connectionById } from '../../../db/workspaces.ts';
import type { DraftSettings, Review } from '../../../preload/contract/wizard.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Audits } from '../audit/audits.ts';
import type { Context } from '../context.ts';
import { mappedKeys } from '../ingest.ts';
import { NotFoundError } from '../known.ts';
import { ReadFault } from '../reader.ts';
import type { Previews } from '../sources/previews.ts';
import type { AudienceCatalogue } from './audiences.ts';
import { type AccountKnown, readinessOf, type SourceKnown } from './readiness.ts';

/** Rows that a preview looks at; a source with fewer is known whole. */
const MOST_PREVIEWED = 500;

/** What a review needs beside the data folder. */
export interface Reviewing {
  readonly audits: Audits;
  readonly catalogue: AudienceCatalogue;
  readonly previews: Previews;
  /** This process reads sources; a dropped file can be read by no other. */
  isSender(): boolean;
}

/**
 * Whether a draft can be launched, by what its source, its connection and its ad accounts say now: each ad account is audited. Never throws
 * for Meta's or the network's sake.
 */
export async function reviewDraft(context: Context, side: Reviewing, settings: DraftSettings): Promise<Review> {
  const { db } = context;
  const { connectionId } = settings;
  const connection = connectionId === null ? undefined : connectionById(db, connectionId);
  const isUsable = connection !== undefined && connection.disconnected_at === null;
  const named = isUsable ? new Set(settings.steps.flatMap(({ account }) => account ?? [])) : [];
  const [source, accounts] = await Promise.all([
    sourceKnown(context, side, settings),
    Promise.all(
      [...named].map(async (name) => [name, await accountKnown(context, side, connection?.id ?? 0, name)] as const),
    ),
  ]);
  const known = accounts.map(([, account]) => account);
  return {
    notes: readinessOf(settings, {
      connection: !isUsable ? 'missing' : connection.health === 'invalid' ? 'lost' : 'usable',
      person: connection?.person_name ?? text('hold.person.unknown'),
      source,
      accounts: new Map(accounts),
    }),
    audits: known.map(({ audit }) => audit),
    tier: slowest(known.map(({ tier }) => tier)),
  };
}

async function accountKnown(
  context: Context,
  { audits, catalogue }: Reviewing,
  connectionId: number,
  account: string,
): Promise<AccountKnown> {
  const { db, ports } = context;
  const { audit, read } = await audits.run({ connectionId, account });
  const audiences = read.audiences.ok ? read.audiences.value : null;
  if (audiences) catalogue.note(connectionId, account, audiences);
  const regain = regainMs(quotaOf(db, connectionId, account, ports.clock.now()));
  return {
    audit,
    audiences,
    isDisconnected: isDisconnected(db, connectionId, account),
    tier: tierOf(db, connectionId, account),
    uploadsAnHour: regain === null ? null : Math.floor(HOUR_MS / regain),
    drafts: new Map(
      audiencesAt(db, connectionId, account)
        .filter(({ facebook_id: id }) => id === null)
        .map((row) => [row.name, { isValueBased: row.is_value_based === 1 }]),
    ),
  };
}

/** null = not known of any that might be the slowest. */
function slowest(tiers: readonly AccountKnown['tier'][]): Review['tier'] {
  if (tiers.includes('limited')) return 'limited';
  return tiers.length === 0 || tiers.includes('unknown') ? null : 'full';
}

async function sourceKnown(
  context: Context,
  { isSender, previews }: Reviewing,
  { source, sheet, overrides, country }: DraftSettings,
): Promise<SourceKnown> {
  if (source === null) return { kind: 'none' };
  try {
    const { bytes, columns, rows, problemCounts } = await previews.preview({
      source,
      sheet,
      overrides,
      country,
      connectionId: null,
    });
    if (source.kind === 'drop' && !isSender()) {
      return { kind: 'unreadable', said: text('wizard.drop_elsewhere'), step: 'source' };
    }
    const begun = source.kind === 'drop' ? context.drops.head(source.dropId).head.length : bytes;
    const isWhole = rows.read < MOST_PREVIEWED && begun === bytes;
    const nobody = (problemCounts['no_identifier'] ?? 0) + (problemCounts['blank_row'] ?? 0);
    return { kind: 'read', keys: mappedKeys(columns), people: isWhole ? rows.entered - nobody : null };
  } catch (error) {
    if (error instanceof NotFoundError) return { kind: 'gone' };
    if (!(error instanceof ReadFault)) throw error;
    return { kind: 'unreadable', said: error.message, step: error.code === 'bad_mapping' ? 'map' : 'source' };
  }
}
