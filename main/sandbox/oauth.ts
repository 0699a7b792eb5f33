import { randomBytes } from 'node:crypto';

import { readApp } from './app.ts';
import { clientUnknown, codeRefused, configuredAsDesktop, secretWrong, tokenInvalid } from './auth-errors.ts';
import { personWithId, type Person } from './business.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import { text, type GraphCall } from './request.ts';
import { findToken, longLifeMs, makeToken, shortLifeMs, troubleWith, type TokenRow } from './tokens.ts';
import type { World } from './world.ts';

/** A code that the dialog gave away. Times in Unix milliseconds. */
interface CodeRow {
  readonly person_id: string;
  readonly redirect_uri: string;
  readonly issued_at: number;
  readonly used_at: number | null;
}

/** Field knowledge. */
const codeLifeMs = 10 * 60 * 1000;

/**
 * `GET` and `POST /oauth/access_token`: a code, a token or nothing but the app's credentials against a token.
 * Throws what Meta answers to wrong credentials, and 100 with a subcode for a code that is used, late or of another redirect.
 */
export function exchange(world: World, { params }: GraphCall): unknown {
  checkClient(world, params);
  const type = text(params, 'grant_type') ?? 'authorization_code';
  switch (type) {
    case 'authorization_code':
      return answerOf(world, redeem(world, params));
    case 'fb_exchange_token':
      return answerOf(world, lengthen(world, params));
    case 'client_credentials': {
      const { id, secret } = readApp(world);
      return { access_token: `${id}|${secret}`, token_type: 'bearer' };
    }
    default:
      throw invalidParameter(`The sandbox knows no grant_type ${type}`);
  }
}

/** Makes a code for the redirect of the dialog: good once, for ten minutes, with the same redirect_uri. */
export function makeCode({ db, now }: World, person: Person, redirectUri: string): string {
  const value = `AQSANDBOX${randomBytes(96).toString('base64url')}`;
  db.prepare<[string, string, string, number]>(
    'insert into code (value, person_id, redirect_uri, issued_at) values (?, ?, ?, ?)',
  ).run(value, person.id, redirectUri, now());
  return value;
}

function checkClient(world: World, params: ReadonlyMap<string, unknown>): void {
  const app = readApp(world);
  const [id, secret] = [text(params, 'client_id'), text(params, 'client_secret')];
  if (id !== app.id) throw clientUnknown(id);
  if (secret !== undefined && app.isDesktop) throw configuredAsDesktop();
  if (secret !== app.secret) throw secretWrong(secret === undefined);
}

function redeem(world: World, params: ReadonlyMap<string, unknown>): TokenRow {
  const code = text(params, 'code');
  if (code === undefined) throw missingParameter('code');
  const row = world.db.prepare<[string], CodeRow>('select * from code where value = ?').get(code);
  if (row === undefined) throw codeRefused('unknown');
  if (row.redirect_uri !== text(params, 'redirect_uri')) throw codeRefused('other_redirect');
  if (row.used_at !== null) throw codeRefused('used');
  if (world.now() >= row.issued_at + codeLifeMs) throw codeRefused('expired');
  world.db.prepare<[number, string]>('update code set used_at = ? where value = ?').run(world.now(), code);
  const person = personWithId(row.person_id);
  return makeToken(world, person, { lifeMs: person.isSystemUser ? undefined : shortLifeMs });
}

/** A token of 60 days for one of hours. The old one stays good. What lives for ever already is answered as it is (invented). */
function lengthen(world: World, params: ReadonlyMap<string, unknown>): TokenRow {
  const given = text(params, 'fb_exchange_token');
  if (given === undefined) throw missingParameter('fb_exchange_token');
  const token = findToken(world, given);
  if (token === undefined) throw tokenInvalid();
  const trouble = troubleWith(world, token);
  if (trouble !== undefined) throw trouble;
  if (token.expires_at === null) return token;
  const scopes = token.scopes === null ? undefined : (JSON.parse(token.scopes) as string[]);
  return makeToken(world, personWithId(token.person_id), { scopes, lifeMs: longLifeMs });
}

/** `expires_in` in seconds; a token that never expires has none (field knowledge). */
function answerOf({ now }: World, token: TokenRow): unknown {
  return {
    access_token: token.value,
    token_type: 'bearer',
    expires_in: token.expires_at === null ? undefined : Math.floor((token.expires_at - now()) / 1000),
  };
}
