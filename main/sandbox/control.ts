import { isAccountState, setAccountState, type Account } from './accounts.ts';
import { answer, type Answer } from './answers.ts';
import { changeApp, showApp } from './app.ts';
import { findAudience } from './audiences.ts';
import { tokenInvalid, tokenMissing } from './auth-errors.ts';
import { changeAccountCount, changeRole, changeTerms, newToken, showPeople, spoilTokens } from './control-people.ts';
import { invalidParameter, unsupported } from './errors.ts';
import { checkFault } from './fault-dial.ts';
import { faultTable } from './fault-table.ts';
import { countPeople, listEntries } from './people.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/**
 * What only a sandbox can give, under `/_sandbox/` and with the token that the sandbox told when it started:
 * - `GET | POST | DELETE faults`: list them, switch one on `{"name","arg"?,"count"?,"rate"?,"path"?}`, clear all or `?name=`
 * - `POST | DELETE terms {"act","person"?,"kind"?}`: accept the terms of the account's business, by default as the admin; take that back,
 *   by default for everybody. `kind` is `customer_list` (default) or `value_based`
 * - `POST accounts {"act","state"}`: make an ad account one of another state; `{"total"}`: make the admin see so many
 * - `GET people`: who there is, with roles and permissions. `POST roles {"person","act","tasks"}`: give exactly these tasks.
 *   A person is `admin`, `employee` or `system_user`
 * - `POST tokens {"person","scopes"?,"expires_in"?}`: make a token. `POST tokens/state {"token" | "person","state"}`: spoil it, or all
 *   of a person: `expired`, `password_changed`, `checkpoint`, `app_removed`, `unconfirmed`; `null` heals
 * - `GET | POST app {"mode"?,"desktop"?,"redirects"?,"require_proof"?,"members"?}`: the app with id and secret; change its settings
 * - `POST audiences/<id> {"operation_status"}`: hold an audience in a state, `null` lets it go; 471 also refuses uploads
 * - `GET audiences/<id>/members?limit=`: who is in it; `count` counts people, `entries` are their rows as key → wire value
 * - `POST clock {"advance_ms"?,"speed"?}`: move the sandbox's time, or let it run faster
 * - `GET | DELETE requests`: Graph calls since the start, by kind; start anew
 * - `GET addresses`: method, path and query of the last 1,000 requests, as a log on the way would have them
 */
export function answerControl(world: World, call: GraphCall): Answer {
  // Not by checkToken: time travel must not lock its traveller out.
  if (call.token === undefined) throw tokenMissing();
  if (call.token !== world.adminToken) throw tokenInvalid();
  return answer(200, control(world, call), {});
}

function control(world: World, call: GraphCall): unknown {
  const { params } = call;
  const [, first = '', id = '', edge] = call.path;
  const what = `${call.method} ${[first, ...(id === '' ? [] : ['id']), ...(edge === undefined ? [] : [edge])].join('/')}`;
  switch (what) {
    case 'GET faults':
      return { faults: world.faults.list(), names: [...faultTable.keys()] };
    case 'POST faults':
      world.faults.add(checked(() => checkFault(Object.fromEntries(params))));
      return { faults: world.faults.list() };
    case 'DELETE faults':
      world.faults.clear(text(params, 'name'));
      return { faults: world.faults.list() };
    case 'POST terms':
    case 'DELETE terms':
      return changeTerms(world, call, accountNamed(world, call));
    case 'GET people':
      return showPeople(world);
    case 'POST roles':
      return changeRole(world, call, accountNamed(world, call));
    case 'POST tokens':
      return newToken(world, call);
    case 'POST tokens/id':
      if (id !== 'state') throw unsupported(call.method, call.path.join('/'));
      return spoilTokens(world, call);
    case 'GET app':
      return showApp(world);
    case 'POST app':
      changeApp(world, params);
      return showApp(world);
    case 'POST accounts': {
      if (params.has('total')) return changeAccountCount(world, call);
      const state = params.get('state');
      if (!isAccountState(state)) throw invalidParameter('param state must be a state that an ad account can have');
      setAccountState(world, accountNamed(world, call), state);
      return { success: true };
    }
    case 'POST audiences/id':
      return setAudienceStatus(world, call, id);
    case 'GET audiences/id/members':
      return members(world, call, id);
    case 'POST clock':
      moveClock(world, call);
      return { now: world.now() };
    case 'GET requests':
      return { total: total(world.requests), requests: Object.fromEntries(world.requests) };
    case 'GET addresses':
      return { addresses: world.addresses };
    case 'DELETE requests':
      world.requests.clear();
      return { total: 0, requests: {} };
    default:
      throw unsupported(call.method, call.path.join('/'));
  }
}

function accountNamed(world: World, { params }: GraphCall): Account {
  const act = text(params, 'act')?.replace(/^act_/, '');
  const account = world.accounts.find(({ number }) => number === act);
  if (account === undefined) throw invalidParameter('param act must name an ad account');
  return account;
}

function setAudienceStatus(world: World, call: GraphCall, id: string): unknown {
  if (findAudience(world, id) === undefined) throw unsupported(call.method, id);
  const code = call.params.get('operation_status');
  if (code !== null && !(typeof code === 'number' && Number.isInteger(code))) {
    throw invalidParameter('param operation_status must be a code, or null');
  }
  world.db.prepare<[number | null, string]>('update audience set status_code = ? where id = ?').run(code, id);
  return { success: true };
}

/** `entries` are the first `limit` of them (default all). Meta has no such call: members cannot be read back. */
function members(world: World, call: GraphCall, id: string): unknown {
  const audience = findAudience(world, id);
  if (audience === undefined) throw unsupported(call.method, id);
  const limit = Number(text(call.params, 'limit') ?? -1);
  return {
    count: countPeople(world.db, audience.seq),
    entries: listEntries(world.db, audience.seq, Number.isSafeInteger(limit) ? limit : -1),
  };
}

function moveClock({ clock }: World, { params }: GraphCall): void {
  const advance = Number(text(params, 'advance_ms') ?? 0);
  const speed = text(params, 'speed');
  if (!Number.isSafeInteger(advance) || advance < 0)
    throw invalidParameter('param advance_ms must be milliseconds from 0');
  if (speed !== undefined && !(Number(speed) > 0 && Number(speed) <= 100_000)) {
    throw invalidParameter('param speed must be above 0 and up to 100000');
  }
  clock.advance(advance);
  if (speed !== undefined) clock.setSpeed(Number(speed));
}

/** Turns a plain complaint into the answer of a refused call. */
function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw invalidParameter(error instanceof Error ? error.message : String(error));
  }
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
