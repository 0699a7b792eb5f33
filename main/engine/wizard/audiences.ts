import { foldName, lintName } from '#core/name-lint.ts';

import { audiencesAt } from '../../../db/jobs.ts';
import type {
  AudienceList,
  AudienceSearch,
  FoundAudience,
  NameNote,
  NameOrder,
} from '../../../preload/contract/wizard.ts';
import { text } from '../../../preload/messages/text.ts';
import { type ListedAudience, readAudiences } from '../../facebook/audiences.ts';
import { connectFailureOf } from '../../facebook/oauth.ts';
import { startAsking } from '../audit/asking.ts';
import { connectionFact } from '../connections/facts.ts';
import type { Context } from '../context.ts';

/** How long Meta's list of an ad account serves; how long after a failure it is not asked for again by itself. */
const FRESH_MS = 10 * 60_000;
const AGAIN_MS = 30_000;
/** What a list on the screen can hold. */
const MOST_SHOWN = 200;

/** States of an audience in which nobody can be added or removed (meta-api.md 6.2). */
const REPLACING = 414;
const FLAGGED = 471;

/** The audiences of ad accounts, as Meta listed them a moment ago and as Muster is about to make them. */
export interface AudienceCatalogue {
  /** Throws NotFoundError for a connection that does not exist. */
  search(order: AudienceSearch): Promise<AudienceList>;
  /** What is to be said about the name of a new audience. Throws NotFoundError. */
  lint(order: NameOrder): Promise<readonly NameNote[]>;
  /** Takes in a list that was read for another reason. */
  note(connectionId: number, account: string, audiences: readonly ListedAudience[]): void;
}

interface Listed {
  readonly audiences: readonly ListedAudience[];
  readonly listedAt: number | null;
  /** What of ours was made by then: a new one shows that the list is old. */
  readonly made: number;
  readonly failed: AudienceList['failed'];
  readonly askedAt: number;
}

export function createCatalogue(context: Context): AudienceCatalogue {
  const { db, ports } = context;
  const lists = new Map<string, Listed>();
  const underWay = new Map<string, Promise<Listed>>();
  const keyOf = (connectionId: number, account: string): string => `${connectionId} ${account}`;
  const madeAt = (connectionId: number, account: string): number =>
    audiencesAt(db, connectionId, account).filter(({ facebook_id: id }) => id !== null).length;

  function note(connectionId: number, account: string, audiences: readonly ListedAudience[]): Listed {
    const now = ports.clock.now();
    const made = madeAt(connectionId, account);
    const listed = { audiences, listedAt: now, made, failed: null, askedAt: now };
    lists.set(keyOf(connectionId, account), listed);
    return listed;
  }

  async function read(connectionId: number, account: string): Promise<Listed> {
    const asking = startAsking(context, connectionId);
    const answer =
      asking && (await asking.ask(account, (http, target, sent) => readAudiences(http, target, account, sent)));
    if (answer?.ok) return note(connectionId, account, answer.value);
    const before = lists.get(keyOf(connectionId, account));
    const listed: Listed = {
      audiences: before?.audiences ?? [],
      listedAt: before?.listedAt ?? null,
      made: madeAt(connectionId, account),
      failed: failureOf(answer),
      askedAt: ports.clock.now(),
    };
    lists.set(keyOf(connectionId, account), listed);
    return listed;
  }

  /** The list, from memory where that is fresh. Whoever asks while it is read waits for that read. */
  async function list(connectionId: number, account: string, refreshes: boolean): Promise<Listed> {
    connectionFact(context, connectionId);
    const key = keyOf(connectionId, account);
    const known = lists.get(key);
    const isFresh = known && ports.clock.now() - known.askedAt < (known.failed ? AGAIN_MS : FRESH_MS);
    if (isFresh && !refreshes && known.made === madeAt(connectionId, account)) return known;
    const reading = underWay.get(key) ?? read(connectionId, account).finally(() => underWay.delete(key));
    underWay.set(key, reading);
    return reading;
  }

  /** Those that a launched job is to make, each name once. */
  function draftsAt(connectionId: number, account: string): readonly FoundAudience[] {
    const rows = audiencesAt(db, connectionId, account).filter(({ facebook_id: id }) => id === null);
    return [...new Map(rows.toReversed().map((row) => [row.name, row])).values()].toReversed().map((row) => ({
      id: null,
      name: row.name,
      subtype: null,
      isValueBased: row.is_value_based === 1,
      size: null,
      operation: null,
      delivery: null,
      blocked: null,
      updatedAt: null,
    }));
  }

  return {
    async search({ connectionId, account, search, refreshes }) {
      const listed = await list(connectionId, account, refreshes);
      const wanted = foldName(search);
      const found = [...draftsAt(connectionId, account), ...listed.audiences.map(foundAudience)].filter(
        ({ id, name }) => foldName(name).includes(wanted) || (id?.startsWith(wanted) ?? false),
      );
      return {
        audiences: found.slice(0, MOST_SHOWN),
        matching: found.length,
        total: listed.audiences.filter(({ subtype }) => subtype === 'CUSTOM').length,
        listedAt: listed.listedAt,
        failed: listed.failed,
      };
    },
    async lint({ connectionId, account, name, description }) {
      const { audiences } = await list(connectionId, account, false);
      const [folded, drafts] = [foldName(name), draftsAt(connectionId, account)];
      return [
        ...wordNotes(name, description),
        ...audiences
          .filter((one) => folded !== '' && foldName(one.name) === folded)
          .map(({ id }): NameNote => ({ kind: 'duplicate', about: id, topic: null })),
        ...drafts
          .filter((one) => foldName(one.name) === folded)
          .map((one): NameNote => ({ kind: 'draft', about: one.name, topic: null })),
      ];
    },
    note,
  };
}

/** What the words of a name and a description say, each finding once. */
export function wordNotes(name: string, description: string): readonly NameNote[] {
  const found = [name, description].flatMap((one) => lintName(one));
  return [...new Map(found.map((one) => [foldName(one.about), one])).values()];
}

/** Why nobody can be added to a listed audience or removed from it; null = it can be chosen. */
export function blockedBy({ subtype, canEdit, operation }: ListedAudience): FoundAudience['blocked'] {
  if (subtype !== null && subtype !== 'CUSTOM') return 'not_a_list';
  if (canEdit === false) return 'no_permission';
  if (operation === FLAGGED) return 'flagged';
  return operation === REPLACING ? 'replacing' : null;
}

function foundAudience(listed: ListedAudience): FoundAudience {
  const { id, name, subtype, isValueBased, people, peopleAtMost, updatedAt } = listed;
  const stateOf = (code: number | null, description: string | null) => (code === null ? null : { code, description });
  return {
    id,
    name,
    subtype,
    isValueBased,
    size: people === null || peopleAtMost === null ? null : { lower: people, upper: peopleAtMost },
    operation: stateOf(listed.operation, listed.operationText),
    delivery: stateOf(listed.delivery, listed.deliveryText),
    blocked: blockedBy(listed),
    updatedAt,
  };
}

type Asked = Awaited<ReturnType<NonNullable<ReturnType<typeof startAsking>>['ask']>>;

/** Why Meta's list could not be read. `answer` null = nobody can be asked. */
function failureOf(answer: Asked | null): NonNullable<AudienceList['failed']> {
  if (!answer) return { reason: 'offline', said: text('connections.out_of_reach') };
  if (answer.answer && !answer.answer.ok) {
    return { reason: connectFailureOf(answer.answer), said: answer.answer.evidence.said };
  }
  // Not asked, since Meta wants the account left alone.
  return { reason: 'meta_failed', said: text('audit.unread.throttled') };
}
