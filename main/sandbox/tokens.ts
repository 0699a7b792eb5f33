import { randomBytes } from 'node:crypto';

import type Database from 'better-sqlite3';

import { checkProof, isAppToken } from './app.ts';
import {
  personNeeded,
  tokenExpired,
  tokenInvalid,
  tokenMissing,
  tokenRefused,
  type TokenState,
} from './auth-errors.ts';
import { people, personWithId, type Person } from './business.ts';
import type { GraphError } from './errors.ts';
import { permissionsOf } from './permissions.ts';
import type { GraphCall } from './request.ts';
import type { World } from './world.ts';

/** A stored token. Times in Unix milliseconds. */
export interface TokenRow {
  readonly value: string;
  readonly person_id: string;
  /** JSON array of the permissions that it was made with; null = whatever its person grants. */
  readonly scopes: string | null;
  readonly issued_at: number;
  /** Null for a system user's, which never expires. */
  readonly expires_at: number | null;
  /** What is wrong with it since someone or the control endpoint said so; null = nothing. */
  readonly state: TokenState | null;
}

/** Whoever makes a call. */
export interface Caller {
  readonly person: Person;
  /** The permissions that the call has. */
  readonly scopes: readonly string[];
}

/** A call whose token was accepted. */
export interface AuthorizedCall extends GraphCall {
  readonly caller: Caller;
}

/** The `expires_in` of the documented long-lived token. */
export const longLifeMs = 5_183_944_000;

/** Documented are one to two hours. */
export const shortLifeMs = 90 * 60 * 1000;

/** The file's own token, which is the admin's: made once, so that it is still accepted after a restart, and renewed by each. */
export function openAdminToken(db: Database.Database, now: number): string {
  db.prepare<[string]>("insert or ignore into setting (name, value) values ('access_token', ?)").run(newValue());
  const value = db.prepare<[], string>("select value from setting where name = 'access_token'").pluck().get();
  if (value === undefined) throw new Error('The sandbox could not store its token.');
  store(db, { value, person_id: people.admin.id, scopes: null, issued_at: now, expires_at: now + longLifeMs });
  return value;
}

/**
 * Makes a token of a person.
 * @param scopes undefined: whatever the person grants, now and later
 * @param lifeMs undefined: for ever
 */
export function makeToken(
  { db, now }: World,
  person: Person,
  { scopes, lifeMs }: { readonly scopes?: readonly string[] | undefined; readonly lifeMs?: number | undefined },
): TokenRow {
  return store(db, {
    value: newValue(),
    person_id: person.id,
    scopes: scopes === undefined ? null : JSON.stringify(scopes),
    issued_at: now(),
    expires_at: lifeMs === undefined ? null : now() + lifeMs,
  });
}

export function findToken({ db }: World, value: string): TokenRow | undefined {
  return db.prepare<[string], TokenRow>('select * from token where value = ?').get(value);
}

/** Puts a token, or all tokens of a person, into a state; null makes them good again. @returns how many there were */
export function setTokenState({ db }: World, whose: { value: string } | Person, state: TokenState | null): number {
  const [column, key] = 'value' in whose ? ['value', whose.value] : ['person_id', whose.id];
  return db.prepare<[string | null, string]>(`update token set state = ? where ${column} = ?`).run(state, key).changes;
}

/** What Meta answers to a call with this token; undefined when it is good. */
export function troubleWith({ now }: World, token: TokenRow): GraphError | undefined {
  if (token.state === 'expired') return tokenExpired(Math.min(token.expires_at ?? now(), now()), now());
  if (token.state !== null) return tokenRefused(token.state);
  if (token.expires_at !== null && now() >= token.expires_at) return tokenExpired(token.expires_at, now());
  return undefined;
}

/** The permissions of a token: those that it was made with, as far as its person still grants them. */
export function scopesOf(world: World, token: TokenRow): readonly string[] {
  const made = token.scopes === null ? undefined : (JSON.parse(token.scopes) as string[]);
  return [...permissionsOf(world, personWithId(token.person_id))].flatMap(([name, status]) =>
    status === 'granted' && made?.includes(name) !== false ? [name] : [],
  );
}

/** Throws the error that Meta would answer to the token or to its proof, if any. */
export function authorize(world: World, call: GraphCall): AuthorizedCall {
  if (call.token === undefined) throw tokenMissing();
  if (isAppToken(world, call.token)) throw personNeeded();
  const token = findToken(world, call.token);
  if (token === undefined) throw tokenInvalid();
  const trouble = troubleWith(world, token);
  if (trouble !== undefined) throw trouble;
  checkProof(world, call.token, call.params);
  return { ...call, caller: { person: personWithId(token.person_id), scopes: scopesOf(world, token) } };
}

function store(db: Database.Database, token: Omit<TokenRow, 'state'>): TokenRow {
  db.prepare<[Omit<TokenRow, 'state'>]>(
    `insert or replace into token (value, person_id, scopes, issued_at, expires_at)
     values (@value, @person_id, @scopes, @issued_at, @expires_at)`,
  ).run(token);
  return { ...token, state: null };
}

function newValue(): string {
  return `EAASANDBOX${randomBytes(96).toString('base64').replaceAll(/[+/=]/g, 'Z')}`;
}
