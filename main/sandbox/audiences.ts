import { checkWritable, statusOf, type Account } from './accounts.ts';
import { audienceNode } from './audience-node.ts';
import { invalidParameter, missingParameter, tooManyAudiences, unsupported, valueTermsNotAccepted } from './errors.ts';
import { select } from './fields.ts';
import { parseFilters } from './filtering.ts';
import { page } from './paging.ts';
import { removeEveryone } from './people.ts';
import { isTrue, text, type GraphCall } from './request.ts';
import { hasSigned } from './terms.ts';
import type { AuthorizedCall } from './tokens.ts';
import type { World } from './world.ts';

/** A stored Custom Audience. Times in Unix milliseconds. */
export interface AudienceRow {
  readonly seq: number;
  /** 17 digits. */
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly description: string;
  readonly customer_file_source: string;
  readonly is_value_based: 0 | 1;
  readonly retention_days: number;
  readonly opt_out_link: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly content_updated_at: number | null;
  readonly first_content_at: number | null;
  readonly status_code: number | null;
  readonly replace_session: string | null;
  readonly replace_fails: 0 | 1;
}

const maxAudiences = 500;
const fileSources = ['USER_PROVIDED_ONLY', 'PARTNER_PROVIDED_ONLY', 'BOTH_USER_AND_PARTNER_PROVIDED'];

/** Audiences that a colleague made before: the only way to meet an audience in an account that refuses to make one. Invented. */
export function seedAudiences(world: Pick<World, 'db' | 'now' | 'accounts'>): void {
  for (const account of world.accounts) {
    if (account.state === 'no_terms' || account.state === 'no_role' || statusOf(account).isClosed) {
      insertAudience(world, account.id, 'Newsletter readers', 'Made by a colleague', 'USER_PROVIDED_ONLY', 0, 0);
    }
  }
}

/** `POST /act_x/customaudiences`. Names need not be unique. A missing subtype is taken for CUSTOM (a guess). */
export function createAudience(world: World, call: AuthorizedCall, account: Account): unknown {
  const { params } = call;
  checkWritable(world, call.caller.person, account);
  const name = text(params, 'name');
  const source = text(params, 'customer_file_source');
  const subtype = text(params, 'subtype') ?? 'CUSTOM';
  const isValueBased = isTrue(params.get('is_value_based'));
  if (name === undefined) throw missingParameter('name');
  if (subtype !== 'CUSTOM') throw invalidParameter('The sandbox knows subtype CUSTOM only');
  if (source === undefined) throw missingParameter('customer_file_source');
  checkFileSource(source);
  if (isValueBased && !account.hasValueTerms && !hasSigned(world, account, 'value_based'))
    throw valueTermsNotAccepted();
  if (countAudiences(world, account) >= maxAudiences) throw tooManyAudiences(maxAudiences);
  const description = text(params, 'description') ?? '';
  const days = retentionDays(call) ?? 0;
  return { id: insertAudience(world, account.id, name, description, source, isValueBased ? 1 : 0, days) };
}

/** `GET /act_x/customaudiences`: newest first, ids only unless `fields` asks for more. */
export function listAudiences(world: World, call: GraphCall, account: Account): unknown {
  const fields = text(call.params, 'fields');
  const matches = parseFilters(call.params);
  const rows = world.db
    .prepare<[string], AudienceRow>('select * from audience where account_id = ? order by seq desc')
    .all(account.id)
    .map((row) => ({ rank: row.seq, item: audienceNode(world, row) }))
    .filter(({ item }) => matches(item));
  return page(
    world,
    call,
    rows.map(({ rank, item }) => ({ rank, item: select(item, fields) })),
  );
}

/** `GET /<audience>`. */
export function readAudience(world: World, call: GraphCall, audience: AudienceRow): unknown {
  return select(audienceNode(world, audience), text(call.params, 'fields'));
}

/** `POST /<audience>`: changes what is given and leaves the rest. */
export function updateAudience(world: World, call: AuthorizedCall, audience: AudienceRow): unknown {
  checkWritable(world, call.caller.person, accountOf(world, audience), audience.id);
  const { params } = call;
  const source = text(params, 'customer_file_source') ?? audience.customer_file_source;
  checkFileSource(source);
  if (params.has('name') && text(params, 'name') === undefined) throw invalidParameter('param name must not be empty');
  world.db
    .prepare<[string, string, string, number, string | null, number, number]>(
      'update audience set name = ?, description = ?, customer_file_source = ?, retention_days = ?, opt_out_link = ?, updated_at = ? where seq = ?',
    )
    .run(
      text(params, 'name') ?? audience.name,
      params.has('description') ? (text(params, 'description') ?? '') : audience.description,
      source,
      retentionDays(call) ?? audience.retention_days,
      text(params, 'opt_out_link') ?? audience.opt_out_link,
      world.now(),
      audience.seq,
    );
  return { success: true };
}

/** `DELETE /<audience>`: for good, with everyone in it. */
export function deleteAudience(world: World, { caller }: AuthorizedCall, audience: AudienceRow): unknown {
  checkWritable(world, caller.person, accountOf(world, audience), audience.id);
  world.db
    .transaction(() => {
      removeEveryone(world.db, audience.seq);
      world.db.prepare<[number]>('delete from audience where seq = ?').run(audience.seq);
    })
    .immediate();
  return { success: true };
}

export function findAudience({ db }: World, id: string): AudienceRow | undefined {
  return db.prepare<[string], AudienceRow>('select * from audience where id = ?').get(id);
}

export function countAudiences({ db }: World, account: Account): number {
  const count = db.prepare<[string], number>('select count(*) from audience where account_id = ?').pluck();
  return count.get(account.id) ?? 0;
}

/** The ad account that owns an audience. */
export function accountOf(world: World, audience: AudienceRow): Account {
  const owner = world.accounts.find(({ id }) => id === audience.account_id);
  if (owner === undefined) throw unsupported('get', audience.id);
  return owner;
}

/** The ad account that a call is about, by the first part of its path; undefined where it is about none. */
export function accountTouched(world: World, first: string): Account | undefined {
  const audience = findAudience(world, first);
  return world.accounts.find(({ id }) => id === (audience?.account_id ?? first));
}

function insertAudience(
  { db, now }: Pick<World, 'db' | 'now'>,
  accountId: string,
  name: string,
  description: string,
  source: string,
  isValueBased: 0 | 1,
  days: number,
): string {
  return db
    .transaction(() => {
      const at = now();
      const { lastInsertRowid } = db
        .prepare<[string, string, string, string, number, number, number, number]>(
          `insert into audience (id, account_id, name, description, customer_file_source, is_value_based, retention_days, created_at, updated_at)
           values ('', ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(accountId, name, description, source, isValueBased, days, at, at);
      const id = audienceId(Number(lastInsertRowid));
      db.prepare<[string, number | bigint]>('update audience set id = ? where seq = ?').run(id, lastInsertRowid);
      return id;
    })
    .immediate();
}

/** 17 digits that look like the recorded ids (23849182047670582) and rise with each audience. */
function audienceId(seq: number): string {
  return `23849${18_204_767 + seq * 197}0582`;
}

function checkFileSource(source: string): void {
  if (!fileSources.includes(source)) {
    throw invalidParameter(`Param customer_file_source must be one of {${fileSources.join(', ')}}`);
  }
}

function retentionDays({ params }: GraphCall): number | undefined {
  const days = text(params, 'retention_days');
  if (days === undefined) return undefined;
  if (!/^\d{1,3}$/.test(days) || Number(days) > 180) {
    throw invalidParameter('param retention_days must be between 0 and 180');
  }
  return Number(days);
}
