import { type ListedConnection, listConnections } from '../../../db/workspaces.ts';
import type { Connection, ConnectFailure, ConnectionWarning } from '../../../preload/contract/connections.ts';
import { text } from '../../../preload/messages/text.ts';
import { SCOPES } from '../../facebook/oauth.ts';
import type { Context } from '../context.ts';
import { NotFoundError } from '../known.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Days before an end at which the warning becomes more urgent. */
const STEPS = [1, 3, 7, 14] as const;

/** Every connection with its rights, its ends and what there is to warn of. */
export function connectionFacts({ db, ports }: Context): readonly Connection[] {
  const now = ports.clock.now();
  return listConnections(db).map((row) => factsOf(row, now));
}

/** Throws NotFoundError. */
export function connectionFact(context: Context, connectionId: number): Connection {
  const found = connectionFacts(context).find(({ id }) => id === connectionId);
  if (!found) throw new NotFoundError(text('connections.unknown', { id: String(connectionId) }));
  return found;
}

function factsOf(row: ListedConnection, now: number): Connection {
  const granted = namesIn(row.granted);
  return {
    id: row.id,
    isSandbox: row.is_sandbox === 1,
    person: { id: row.person_id, name: row.person_name },
    kind: row.kind,
    app: row.app_id === null ? null : { id: row.app_id, name: row.app_name },
    configId: row.config_id,
    hasSecret: row.sealed_secret !== null,
    granted,
    declined: namesIn(row.declined),
    granular: row.granular === null ? null : (JSON.parse(row.granular) as Connection['granular']),
    expiresAt: row.expires_at === 0 ? 'never' : row.expires_at,
    dataAccessExpiresAt: row.data_access_expires_at === 0 ? 'never' : row.data_access_expires_at,
    warnings:
      row.disconnected_at === null
        ? warningsOf(
            {
              renewedAt: row.renewed_at ?? row.created_at,
              expiresAt: row.expires_at,
              dataAccessExpiresAt: row.data_access_expires_at,
              granted,
            },
            now,
          )
        : [],
    health: row.disconnected_at === null ? row.health : 'disconnected',
    trouble: row.trouble as ConnectFailure | null,
    said: row.said,
    checkedAt: row.checked_at,
    accounts: { known: row.known, chosen: row.chosen, listedAt: row.accounts_listed_at },
    jobs: row.jobs,
  };
}

/** What to warn of. Times in epoch ms; 0 = never, null = not told. */
export function warningsOf(
  ends: {
    readonly renewedAt: number;
    readonly expiresAt: number | null;
    readonly dataAccessExpiresAt: number | null;
    readonly granted: readonly string[] | null;
  },
  now: number,
): readonly ConnectionWarning[] {
  const warnings: ConnectionWarning[] = [];
  const { renewedAt, expiresAt, dataAccessExpiresAt, granted } = ends;
  const days = stepOf(expiresAt, now);
  if (days !== null) {
    // The first day's warning would stand from the beginning.
    const isShort = days !== 0 && (expiresAt ?? 0) - renewedAt < DAY_MS;
    warnings.push({ kind: isShort ? 'short_lived' : 'token_expires', days, at: expiresAt, scope: null });
  }
  const dataDays = stepOf(dataAccessExpiresAt, now);
  if (dataDays !== null) {
    warnings.push({ kind: 'data_access_expires', days: dataDays, at: dataAccessExpiresAt, scope: null });
  }
  for (const scope of granted === null ? [] : SCOPES.filter((name) => !granted.includes(name))) {
    warnings.push({ kind: 'scope_missing', days: null, at: null, scope });
  }
  return warnings;
}

/** The warning's step for an end; null = it is too far off, or there is none. */
function stepOf(at: number | null, now: number): 14 | 7 | 3 | 1 | 0 | null {
  if (at === null || at === 0) return null;
  if (at <= now) return 0;
  return STEPS.find((days) => at - now <= days * DAY_MS) ?? null;
}

function namesIn(json: string | null): readonly string[] | null {
  return json === null ? null : (JSON.parse(json) as readonly string[]);
}
