import { listAccounts, listTerms, postTerms, readAccount } from './account-node.ts';
import type { Account } from './accounts.ts';
import { answer, answerError, version, versionWarning, type Answer } from './answers.ts';
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
import { managementMissing, permissionsMissing } from './auth-errors.ts';
import { GraphError, idsRemoved, scoreUsedUp, tooManyCalls, unsupported, versionRefused } from './errors.ts';
import { debugToken, findBusiness, listBusinesses, readBusiness, readPerson } from './identity.ts';
import { exchange } from './oauth.ts';
import { listPermissions, revoke } from './permissions.ts';
import type { GraphCall } from './request.ts';
import { tasksOf } from './roles.ts';
import { listSessions } from './sessions.ts';
import { authorize, type AuthorizedCall } from './tokens.ts';
import { removeFromAll, replaceEveryone, upload } from './uploads.ts';
import type { UseCase } from './usage.ts';
import type { World } from './world.ts';

/** What a call is aimed at. */
interface Target {
  readonly useCase: UseCase;
  readonly account?: Account;
  readonly run: () => unknown;
}

/** Meta serves an expired version with the next one and warns. That v25.0 is upgraded already is invented. */
const upgradedVersions: readonly string[] = ['v24.0', 'v25.0'];

/** The permissions of which a read of ad accounts and audiences needs one, and a write. */
const readers = ['ads_read', 'ads_management'];
const writers = ['ads_management'];

/** Answers a call of the Graph API. Whatever is not a GraphError is a fault of the sandbox and is thrown on. */
export function answerGraph(world: World, call: GraphCall): Answer {
  const asked = call.version;
  const warning = asked !== undefined && upgradedVersions.includes(asked) ? versionWarning(asked) : {};
  let usage: Readonly<Record<string, string>> = {};
  try {
    if (call.path.length === 0 && call.params.has('ids')) throw idsRemoved();
    const open = openTarget(world, call);
    const isServed = asked === undefined ? open !== undefined : asked === version || upgradedVersions.includes(asked);
    if (!isServed) throw versionRefused(asked);
    const { account, useCase, run } = open ?? findTarget(world, authorize(world, call));
    const payer = account && {
      number: account.number,
      tier: account.tier,
      audiences: countAudiences(world, account),
    };
    const refused = world.usage.enter(useCase, payer, call.method === 'GET' ? 1 : 3);
    usage = world.usage.headers(useCase, payer, refused);
    if (refused === 'score') throw scoreUsedUp(call.method === 'GET' ? 'read' : 'write');
    if (refused === 'calls') throw tooManyCalls(useCase === 'ads_management' ? useCase : 'custom_audience');
    return answer(200, run(), { ...warning, ...usage });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return answerError(error, { ...warning, ...usage });
  }
}

/** The two calls that look at their credentials themselves. They need no version, either. */
function openTarget(world: World, call: GraphCall): Target | undefined {
  switch (`${call.method} ${call.path.join('/')}`) {
    case 'GET oauth/access_token':
    case 'POST oauth/access_token':
      return { useCase: 'app', run: () => exchange(world, call) };
    case 'GET debug_token':
      return { useCase: 'app', run: () => debugToken(world, call) };
    default:
      return undefined;
  }
}

function findTarget(world: World, call: AuthorizedCall): Target {
  const [first = '', edge = '', ...rest] = call.path;
  const { person } = call.caller;
  const isPerson = first === 'me' || first === person.id;
  const lost = unsupported(call.method, first);
  if (isPerson && edge === 'permissions' && call.method === 'DELETE' && rest.length < 2) {
    return { useCase: 'app', run: () => revoke(world, call, rest[0]) };
  }
  if (rest.length > 0) throw lost;
  const target = isPerson
    ? personTarget(world, call, edge)
    : (accountTarget(world, call, first, edge) ??
      audienceTarget(world, call, first, edge) ??
      businessTarget(call, first, edge));
  if (target === undefined) throw lost;
  // What somebody has no role on is not there for them.
  if (target.account !== undefined && tasksOf(world, person, target.account).length === 0) throw lost;
  return target;
}

function personTarget(world: World, call: AuthorizedCall, edge: string): Target | undefined {
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return { useCase: 'app', run: () => readPerson(call) };
    case 'GET adaccounts':
      return { useCase: 'app', run: () => permitted(call, readers, () => listAccounts(world, call)) };
    case 'GET businesses':
      return { useCase: 'app', run: () => permitted(call, ['business_management'], () => listBusinesses(world, call)) };
    case 'GET permissions':
      return { useCase: 'app', run: () => listPermissions(world, call) };
    default:
      return undefined;
  }
}

function businessTarget(call: AuthorizedCall, id: string, edge: string): Target | undefined {
  const business = findBusiness(call.caller.person, id);
  if (business === undefined || call.method !== 'GET' || edge !== '') return undefined;
  return { useCase: 'app', run: () => permitted(call, ['business_management'], () => readBusiness(call, business)) };
}

/** Does the work when the token has one of these permissions. Throws code 100 for reads and 294 for writes when it has none. */
function permitted(call: AuthorizedCall, permissions: readonly string[], work: () => unknown): unknown {
  if (permissions.some((permission) => call.caller.scopes.includes(permission))) return work();
  throw call.method === 'GET' ? permissionsMissing() : managementMissing();
}

function accountTarget(world: World, call: AuthorizedCall, id: string, edge: string): Target | undefined {
  const account = world.accounts.find((one) => one.id === id);
  if (account === undefined) return undefined;
  const counted = (useCase: UseCase, run: () => unknown): Target => ({
    useCase,
    account,
    run: () => permitted(call, call.method === 'GET' ? readers : writers, run),
  });
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return counted('ads_management', () => readAccount(world, call, account));
    case 'GET customaudiences':
      return counted('custom_audience', () => listAudiences(world, call, account));
    case 'POST customaudiences':
      return counted('custom_audience', () => createAudience(world, call, account));
    case 'GET customaudiencestos':
      return counted('custom_audience', listTerms);
    case 'DELETE usersofanyaudience':
      return counted('custom_audience', () => removeFromAll(world, call, account));
    case 'POST customaudiencestos':
      return counted('custom_audience', () => postTerms(world, call, account));
    default:
      return undefined;
  }
}

function audienceTarget(world: World, call: AuthorizedCall, id: string, edge: string): Target | undefined {
  const audience = findAudience(world, id);
  if (audience === undefined) return undefined;
  const account = accountOf(world, audience);
  const counted = (useCase: UseCase, run: () => unknown): Target => ({
    useCase,
    account,
    run: () => permitted(call, call.method === 'GET' ? readers : writers, run),
  });
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return counted('custom_audience', () => readAudience(world, call, audience));
    case 'POST ':
      return counted('custom_audience', () => updateAudience(world, call, audience));
    case 'DELETE ':
      return counted('custom_audience', () => deleteAudience(world, call, audience));
    case 'GET sessions':
      return counted('custom_audience', () => listSessions(world, call, audience));
    case 'POST usersreplace':
      return counted('upload', () => replaceEveryone(world, call, audience));
    case 'POST users':
      return counted('upload', () => upload(world, call, audience, 'add'));
    case 'DELETE users':
      return counted('custom_audience', () => upload(world, call, audience, 'remove'));
    default:
      return undefined;
  }
}
