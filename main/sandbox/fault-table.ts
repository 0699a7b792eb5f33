import { answerError, version, versionWarning, type Answer } from './answers.ts';
import { tokenRefused } from './auth-errors.ts';
import {
  GraphError,
  invalidParameter,
  lowSize,
  notInBusiness,
  replaceError,
  scoreUsedUp,
  termsNotAccepted,
  tooManyCalls,
  unsupported,
  uploadBlocked,
  valueRequired,
  valueTermsNotAccepted,
  versionRefused,
  type GraphErrorFields,
} from './errors.ts';
import { holdsRow } from './poisoned-row.ts';
import type { GraphCall, Trouble } from './request.ts';
import { accountUsage, appUsage, businessUsage, type Tier } from './usage.ts';

/** What a fault does to a call. `reset_after`: the work is done, then the connection breaks. */
export type Effect =
  | { readonly kind: 'instead'; readonly answer: Answer }
  | { readonly kind: 'reset' | 'reset_after' | 'hang' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'change'; readonly change: (answer: Answer) => Answer };

/** The call a fault is about to hit. */
export interface Hit {
  readonly call: GraphCall;
  readonly arg: string | undefined;
  /** The ad account that the call is about, without `act_`; empty where it is about none. */
  readonly account: string;
  readonly tier: Tier;
  /** What the fault remembers from one hit to the next. */
  readonly memory: Map<string, string>;
}

interface FaultRow {
  /** For people, after the name. */
  readonly does: string;
  /** How an argument is called and what it looks like; a row without it takes none. */
  readonly arg?: { readonly name: string; readonly form: RegExp; readonly isOptional?: boolean };
  /** Part of `METHOD /path` that it hits by itself; undefined = writes to `/users`. */
  readonly path?: string;
  /** Undefined when the call does not concern it, which does not count as a hit. */
  readonly effect: (hit: Hit) => Effect | undefined;
}

const number = /^\d{1,9}$/;

/** Every trouble that can be switched on. Texts that no source gives are invented, as everywhere in the sandbox. */
const rows = {
  // Trouble on the way
  unavailable: refusal('HTTP 503, code 2', {
    status: 503,
    message: '(#2) Service temporarily unavailable',
    code: 2,
    isTransient: true,
  }),
  unknown: refusal('HTTP 500, code 1/99, as for uploads that are too large', {
    status: 500,
    message: 'An unknown error occurred',
    code: 1,
    subcode: 99,
  }),
  reduce_data: refusal('HTTP 500, code 1: ask for less', {
    status: 500,
    message: "Please reduce the amount of data you're asking for, then retry your request",
    code: 1,
  }),
  html: instead('HTTP 500 with an HTML page', page(500, 'Sorry, something went wrong.')),
  empty: change('does the work, answers 200 without a body', (made) => ({ ...made, status: 200, body: '' })),
  cut_off: change('does the work, answers with half of its JSON', (made) => ({
    ...made,
    body: made.body.slice(0, Math.floor(made.body.length / 2)),
  })),
  not_json: change('does the work, answers 200 with text that is no JSON', (made) => ({
    ...made,
    status: 200,
    body: 'All is well.',
  })),
  reset_before: { does: 'breaks the connection instead of working', effect: () => ({ kind: 'reset' }) },
  reset_after: { does: 'does the work, then breaks the connection', effect: () => ({ kind: 'reset_after' }) },
  slow: {
    does: 'does the work, answers late',
    arg: { name: 'MS', form: number },
    effect: ({ arg }) => ({ kind: 'wait', ms: Number(arg) }),
  },
  hang: { does: 'never answers', effect: () => ({ kind: 'hang' }) },
  redirect: instead('302 to a log-in page, as a captive portal does', {
    ...page(302, 'Log in to use this network.'),
    headers: { 'content-type': 'text/html', location: 'http://portal.example/login' },
  }),
  captive: instead('200 with the log-in page of a captive portal', page(200, 'Log in to use this network.')),

  // Asked to wait
  throttle_account: {
    does: '80003/2446079 with so many minutes (5) to wait in the header',
    arg: { name: 'MINUTES', form: /^\d{1,4}$/, isOptional: true },
    effect: ({ account, arg = '5', tier }) =>
      error(tooManyCalls('custom_audience'), businessUsage(account, 'custom_audience', 100, Number(arg), tier)),
  },
  throttle_app: {
    does: 'code 4: the app is throttled',
    effect: () => error(plain(4, '(#4) Application request limit reached'), appUsage(100)),
  },
  throttle_user: refusal('code 17: the person is throttled', fields(17, '(#17) User request limit reached')),
  throttle_score: {
    does: '613/1487742: the score of the ad account is used up',
    effect: ({ tier }) => error(scoreUsedUp('write'), accountUsage(100, tier === 'full' ? 60 : 300, tier)),
  },
  abuse: refusal('613 without subcode: too much, for long', {
    ...fields(613, '(#613) Calls to this api have exceeded the rate limit.'),
  }),
  usage: {
    does: 'answers as usual, but says that so much of the allowance of the ad account is used',
    arg: { name: 'PERCENT', form: /^\d{1,3}$/ },
    effect: ({ account, arg, tier }) => ({
      kind: 'change',
      change: (made) => withUsage(made, account, Number(arg), tier),
    }),
  },

  // Token
  token_expired: refusal('190/463: the token has expired', {
    ...fields(190, 'Error validating access token: Session has expired on Tuesday, 01-Aug-23 10:12:14 PDT.'),
    subcode: 463,
    challenge: 'invalid_token',
  }),
  password_changed: failing('190/460: the password was changed', () => tokenRefused('password_changed')),
  app_removed: failing('190/458: the person has removed the app', () => tokenRefused('app_removed')),
  checkpoint: failing('190/459: the person must log in at facebook.com', () => tokenRefused('checkpoint')),

  // Terms and rights
  terms: failing('200/1870090: Custom Audience terms not accepted', termsNotAccepted),
  terms_2663: failing('2663: the same in its older form, with a link', ({ account }) =>
    plain(
      2663,
      `(#2663) Terms of service has not been accepted. To accept, go to https://www.facebook.com/customaudiences/app/tos/?act=${account}`,
    ),
  ),
  business_terms: failing('200/1870092: Business Tools terms not accepted', valueTermsNotAccepted),
  no_business: failing('200/1870050: the ad account is in no business', notInBusiness),
  permission: failing(
    'HTTP 403, code 200: the person may not change it',
    ({ call }) =>
      new GraphError({
        ...fields(200, `(#200) The current user can not update audience ${call.path[0] ?? ''}`),
        status: 403,
      }),
  ),
  permission_10: refusal(
    'code 10: a permission was not granted',
    fields(10, '(#10) Application does not have permission for this action'),
  ),
  blocked: refusal(
    'code 368: temporarily blocked',
    fields(368, 'The action attempted has been deemed abusive or is otherwise disallowed'),
  ),
  not_allowed: refusal(
    'code 1404163: no longer allowed to advertise',
    fields(1_404_163, 'You are no longer allowed to use Facebook Products to advertise'),
  ),
  version_gone: failing('2635: the API version is gone', () => versionRefused(version)),
  version_warning: change('answers as usual, but warns that the version was upgraded', (usual) => ({
    ...usual,
    headers: { ...usual.headers, ...versionWarning('v25.0') },
  })),

  // The audience
  audience_gone: failing('100/33: the audience is not there', ({ call }) =>
    unsupported(call.method, call.path[0] ?? ''),
  ),
  flagged: failing('100/1713230: the audience is flagged', uploadBlocked),
  value_column: failing('code 100: the value column is missing', valueRequired),
  low_size: {
    does: '200/1870047 on removals: too few people would be left',
    effect: ({ call }) => (call.method === 'DELETE' ? error(lowSize()) : undefined),
  },
  low_size_guard: {
    does: '200/1870047 when a removal would leave fewer people (100)',
    arg: { name: 'PEOPLE', form: number, isOptional: true },
    path: '/users',
    effect: ({ arg = '100' }) => ({ kind: 'trouble', trouble: { leastPeople: Number(arg) } }),
  },
  data_source: refusal(
    '2650: the audience was built from data of another kind',
    fields(
      2650,
      '(#2650) Failed to update the custom audience: This audience was created from data source FILE_IMPORTED.MULTI_HASHES, which does not support data source FILE_IMPORTED.HASHES_OR_USER_IDS.',
    ),
  ),
  update_failed: refusal(
    '2650 without subcode: try again, twice',
    fields(2650, '(#2650) Failed to update the custom audience'),
  ),
  update_running: failing('2650/1870145: the audience is being updated', () => replaceError('running')),
  replace_error: {
    ...failing('2650/1870148 on usersreplace', () => replaceError('went_wrong')),
    path: '/usersreplace',
  },
  replace_too_big: { ...failing('2650/1870144 on usersreplace', () => replaceError('too_big')), path: '/usersreplace' },
  replace_fails: {
    does: 'takes the batches of usersreplace, then the audience ends in status 415',
    path: '/usersreplace',
    effect: () => ({ kind: 'trouble', trouble: { failsReplace: true } }),
  },

  // The data
  too_many_params: refusal(
    'code 105: too many parameters',
    fields(105, 'The number of parameters exceeded the maximum for this operation'),
  ),
  bad_row: {
    does: 'code 100 whenever the batch holds this row: the N-th of the first batch, or the one with a value that begins so',
    arg: { name: 'N or DIGEST_PREFIX', form: /^(\d{1,5}|[0-9a-f]{6,64})$/ },
    effect: ({ call, arg = '', memory }) =>
      holdsRow(call, arg, memory) ? error(invalidParameter('Data is missing or does not match schema')) : undefined,
  },
  bad_all: failing('code 100 about the data, always', () =>
    invalidParameter('Data is missing or does not match schema'),
  ),
  invalid: {
    does: 'counts the first N rows as invalid and names up to 100 of them',
    arg: { name: 'N', form: number },
    effect: ({ arg }) => ({ kind: 'trouble', trouble: { rejectedRows: Number(arg) } }),
  },
  invalid_unnamed: {
    does: 'counts the first N rows as invalid and names none',
    arg: { name: 'N', form: number },
    effect: ({ arg }) => ({ kind: 'trouble', trouble: { rejectedRows: Number(arg), isUnnamed: true } }),
  },
} as const satisfies Readonly<Record<string, FaultRow>>;

export const faultTable: ReadonlyMap<string, FaultRow> = new Map<string, FaultRow>(Object.entries(rows));

/** A fault that answers one fixed error. */
function refusal(does: string, errorFields: GraphErrorFields): FaultRow {
  return failing(does, () => new GraphError(errorFields));
}

function failing(does: string, make: (hit: Hit) => GraphError): FaultRow {
  return { does, effect: (hit) => error(make(hit)) };
}

function instead(does: string, fixed: Answer): FaultRow {
  return { does, effect: () => ({ kind: 'instead', answer: fixed }) };
}

function change(does: string, apply: (answer: Answer) => Answer): FaultRow {
  return { does, effect: () => ({ kind: 'change', change: apply }) };
}

function error(graphError: GraphError, headers?: Readonly<Record<string, string>>): Effect {
  return { kind: 'instead', answer: answerError(graphError, headers) };
}

function plain(code: number, message: string): GraphError {
  return new GraphError(fields(code, message));
}

function fields(code: number, message: string): GraphErrorFields {
  return { status: 400, message, code };
}

function page(status: number, text: string): Answer {
  const body = `<!DOCTYPE html><html lang="en"><title>Error</title><h1>${text}</h1></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** The figures of the ad account that the answer carries anyway; the app's stay true. */
function withUsage(usual: Answer, account: string, percent: number, tier: Tier): Answer {
  const told = {
    ...accountUsage(percent, 300, tier),
    ...businessUsage(account, 'custom_audience', percent, 0, tier),
  };
  const kept = Object.entries(told).filter(([name]) => name in usual.headers);
  return { ...usual, headers: { ...usual.headers, ...Object.fromEntries(kept) } };
}
