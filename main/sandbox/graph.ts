import { listAccounts, listTerms, postTerms, readAccount } from './account-node.ts';
import { person, type Account } from './accounts.ts';
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
import { GraphError, idsRemoved, scoreUsedUp, tooManyCalls, unsupported, versionRefused } from './errors.ts';
import { checkToken, debugToken, listPermissions, readPerson } from './identity.ts';
import type { GraphCall } from './request.ts';
import { listSessions } from './sessions.ts';
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

/** Answers a call of the Graph API. Whatever is not a GraphError is a fault of the sandbox and is thrown on. */
export function answerGraph(world: World, call: GraphCall): Answer {
  const asked = call.version;
  const warning = asked !== undefined && upgradedVersions.includes(asked) ? versionWarning(asked) : {};
  let usage: Readonly<Record<string, string>> = {};
  try {
    if (call.path.length === 0 && call.params.has('ids')) throw idsRemoved();
    if (asked !== version && !upgradedVersions.includes(asked ?? '')) throw versionRefused(asked);
    checkToken(world, call.token);
    const { account, useCase, run } = findTarget(world, call);
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
  const account = world.accounts.find((one) => one.id === id);
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
    case 'DELETE usersofanyaudience':
      return counted('custom_audience', () => removeFromAll(world, call, account));
    case 'POST customaudiencestos':
      return counted('custom_audience', () => postTerms(world, call, account));
    default:
      return undefined;
  }
}

function audienceTarget(world: World, call: GraphCall, id: string, edge: string): Target | undefined {
  const audience = findAudience(world, id);
  if (audience === undefined) return undefined;
  const account = accountOf(world, audience);
  const counted = (useCase: UseCase, run: () => unknown): Target => ({ useCase, account, run });
  switch (`${call.method} ${edge}`) {
    case 'GET ':
      return counted('custom_audience', () => readAudience(world, call, audience));
    case 'POST ':
      return counted('custom_audience', () => updateAudience(world, call, audience));
    case 'DELETE ':
      return counted('custom_audience', () => deleteAudience(world, audience));
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
