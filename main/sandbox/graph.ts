import { randomBytes } from 'node:crypto';

import { accounts, listAccounts, listTerms, person, postTerms, readAccount, type Account } from './accounts.ts';
import {
  accountOf,
  countAudiences,
  createAudience,
  deleteAudience,
  findAudience,
  listAudiences,
  readAudience,
  updateAudience,
} from './audiences.ts';
import { envelope, GraphError, idsRemoved, unsupported, versionRefused } from './errors.ts';
import { checkToken, debugToken, listPermissions, readPerson } from './identity.ts';
import type { GraphCall } from './request.ts';
import { upload } from './uploads.ts';
import type { UseCase } from './usage.ts';
import type { World } from './world.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a call is aimed at. */
interface Target {
  readonly useCase: UseCase;
  readonly account?: Account;
  readonly run: () => unknown;
}

const version = 'v26.0';
/** Meta serves an expired version with the next one and warns. That v25.0 is upgraded already is invented. */
const upgradedVersions: readonly string[] = ['v24.0', 'v25.0'];

/** Answers a call of the Graph API. Whatever is not a GraphError is a fault of the sandbox and is thrown on. */
export function answerGraph(world: World, call: GraphCall): Answer {
  const warning = upgradedVersions.includes(call.version ?? '')
    ? {
        'x-ad-api-version-warning': `The call has been auto-upgraded to ${version} as ${call.version} has been deprecated`,
      }
    : {};
  let usage: Readonly<Record<string, string>> = {};
  try {
    if (call.path.length === 0 && call.params.has('ids')) throw idsRemoved();
    if (call.version !== version && !upgradedVersions.includes(call.version ?? '')) throw versionRefused(call.version);
    checkToken(world, call.token);
    const { account, useCase, run } = findTarget(world, call);
    world.usage.count(account?.number, call.method === 'GET' ? 1 : 3);
    const audiences = account === undefined ? 0 : countAudiences(world, account);
    usage = world.usage.headers(useCase, account?.number, audiences);
    return answer(200, run(), { ...warning, ...usage });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return answerError(error, { ...warning, ...usage });
  }
}

/** Graph's error answer: envelope, challenge header and a trace id that is in both body and headers. */
export function answerError({ fields }: GraphError, extra: Readonly<Record<string, string>> = {}): Answer {
  const trace = newTrace();
  // A header holds one line of Latin-1, and messages may quote what the client sent.
  const message = fields.message.replaceAll(/[^\x20-\x7e]|["\\]/g, '?').slice(0, 500);
  return answer(
    fields.status,
    envelope(fields, trace),
    {
      ...extra,
      'cache-control': 'no-store',
      'www-authenticate': `OAuth "Facebook Platform" "${fields.challenge ?? 'invalid_request'}" "${message}"`,
    },
    trace,
  );
}

/** A JSON answer with the headers that every recorded answer carries. */
export function answer(
  status: number,
  body: unknown,
  extra: Readonly<Record<string, string>>,
  trace = newTrace(),
): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'facebook-api-version': version,
      'x-fb-trace-id': randomBytes(8).toString('base64url'),
      'x-fb-request-id': trace,
      'x-fb-rev': '1004781196',
      'cache-control': 'private, no-cache, no-store, must-revalidate',
      pragma: 'no-cache',
      expires: 'Sat, 01 Jan 2000 00:00:00 GMT',
      'access-control-allow-origin': '*',
      'strict-transport-security': 'max-age=15552000; preload',
      ...extra,
    },
    body: JSON.stringify(body),
  };
}

function newTrace(): string {
  return `A${randomBytes(17).toString('base64url').slice(0, 22)}`;
}

function findTarget(world: World, call: GraphCall): Target {
  const [first = '', edge = '', ...rest] = call.path;
  const lost = unsupported(call.method, first);
  if (rest.length > 0) throw lost;
  if (call.method === 'GET' && first === 'debug_token' && edge === '') {
    return { useCase: 'app', run: () => debugToken(world, call) };
  }
  const target =
    first === 'me' || first === person.id
      ? personTarget(world, call, edge)
      : (accountTarget(world, call, first, edge) ?? audienceTarget(world, call, first, edge));
  if (target === undefined) throw lost;
  return target;
}

function personTarget(world: World, call: GraphCall, edge: string): Target | undefined {
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return { useCase: 'app', run: () => readPerson(call) };
    case 'GET adaccounts':
      return { useCase: 'app', run: () => listAccounts(world, call) };
    case 'GET permissions':
      return { useCase: 'app', run: listPermissions };
    default:
      return undefined;
  }
}

function accountTarget(world: World, call: GraphCall, id: string, edge: string): Target | undefined {
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) return undefined;
  const counted = (useCase: UseCase, run: () => unknown): Target => ({ useCase, account, run });
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return counted('ads_management', () => readAccount(world, call, account));
    case 'GET customaudiences':
      return counted('custom_audience', () => listAudiences(world, call, account));
    case 'POST customaudiences':
      return counted('custom_audience', () => createAudience(world, call, account));
    case 'GET customaudiencestos':
      return counted('custom_audience', listTerms);
    case 'POST customaudiencestos':
      return counted('custom_audience', () => postTerms(world, call, account));
    default:
      return undefined;
  }
}

function audienceTarget(world: World, call: GraphCall, id: string, edge: string): Target | undefined {
  const audience = findAudience(world, id);
  if (audience === undefined) return undefined;
  const account = accountOf(audience);
  const counted = (useCase: UseCase, run: () => unknown): Target => ({ useCase, account, run });
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return counted('custom_audience', () => readAudience(world, call, audience));
    case 'POST ':
      return counted('custom_audience', () => updateAudience(world, call, audience));
    case 'DELETE ':
      return counted('custom_audience', () => deleteAudience(world, audience));
    case 'POST users':
      return counted('upload', () => upload(world, call, audience, 'add'));
    case 'DELETE users':
      return counted('custom_audience', () => upload(world, call, audience, 'remove'));
    default:
      return undefined;
  }
}
