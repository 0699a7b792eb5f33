import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Http } from '../../main/engine/ports.ts';
import { listAdAccounts } from '../../main/facebook/ad-accounts.ts';
import { prepareCall, proofOf } from '../../main/facebook/client.ts';
import { connectFailureOf, dialogUrl, exchangeCode, lengthen, readRedirect } from '../../main/facebook/oauth.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';
import { debugToken, readGrants } from '../../main/facebook/token.ts';

const graphUrl = 'https://graph.facebook.com';
const order = {
  graphUrl,
  appId: '123',
  configId: null,
  redirectUri: 'http://localhost:28671/callback',
  state: 'st&te',
  response: 'code',
  asksAgain: false,
} as const;

/** An `Http` that answers with these bodies in turn, and what it was asked. */
function answering(...bodies: readonly unknown[]) {
  const asked: Parameters<Http>[0][] = [];
  const left = [...bodies];
  const http: Http = async (request) => {
    asked.push(request);
    const body = left.shift();
    const isError = typeof body === 'object' && body !== null && 'error' in body;
    return { kind: 'answer', status: isError ? 400 : 200, headers: {}, body: JSON.stringify(body) };
  };
  return { http, asked };
}

test('the dialog is Facebook’s own, or that of a root on this computer', () => {
  const [meta, sandbox] = [order, { ...order, graphUrl: 'http://127.0.0.1:8080' }].map(
    (one) => new URL(dialogUrl(one)),
  );
  expect([
    `${meta?.origin}${meta?.pathname}`,
    Object.fromEntries(meta?.searchParams ?? []),
    `${sandbox?.origin}${sandbox?.pathname}`,
  ]).toEqual([
    'https://www.facebook.com/v26.0/dialog/oauth',
    {
      client_id: '123',
      redirect_uri: order.redirectUri,
      state: 'st&te',
      response_type: 'code',
      scope: 'ads_management,ads_read,business_management',
    },
    'http://127.0.0.1:8080/v26.0/dialog/oauth',
  ]);
});

test('a configuration replaces the permissions, and asking again says so', () => {
  const { searchParams } = new URL(dialogUrl({ ...order, configId: '9', asksAgain: true, response: 'token' }));
  expect(Object.fromEntries(searchParams)).toMatchObject({
    config_id: '9',
    override_default_response_type: 'true',
    auth_type: 'rerequest',
    response_type: 'token',
  });
  expect(searchParams.has('scope')).toBe(false);
});

test.each([
  ['?code=AQ1&state=s#_=_', { kind: 'code', code: 'AQ1' }],
  ['#access_token=EAA&expires_in=5400&state=s', { kind: 'token', token: 'EAA', expiresInMs: 5_400_000 }],
  ['?#access_token=EAA&state=s', { kind: 'token', token: 'EAA', expiresInMs: null }],
  ['?code=AQ1', { kind: 'failed', reason: 'wrong_state' }],
  ['?code=AQ1&state=other', { kind: 'failed', reason: 'wrong_state' }],
  ['?code=AQ1&error=access_denied', { kind: 'failed', reason: 'wrong_state' }],
  ['?error=access_denied&error_reason=user_denied&state=other', { kind: 'failed', reason: 'wrong_state' }],
  // As documented, and as recorded.
  [
    '?error_reason=user_denied&error=access_denied&error_description=Permissions+error.',
    { kind: 'failed', reason: 'cancelled', said: 'Permissions error.' },
  ],
  [
    '?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=s#_=_',
    { kind: 'failed', reason: 'app_not_live' },
  ],
  ['?error_code=1349048&error_message=Can%27t+Load+URL&state=s', { kind: 'failed', reason: 'dialog_failed' }],
  ['', { kind: 'failed', reason: 'no_answer_in_address' }],
  ['?state=s#_=_', { kind: 'failed', reason: 'no_answer_in_address' }],
])('the address …%s is read as %j', (end, read) => {
  expect(readRedirect(`http://localhost:1/callback${end}`, 's')).toMatchObject(read);
});

test('no address makes the reader throw, and none that lacks the state gives a code or token', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })), (address) => {
      expect(readRedirect(address, 'a state that nobody guesses').kind).toBe('failed');
    }),
  );
});

test('codes, tokens and secrets are exchanged by a form in the body; the address names none', async () => {
  const { http, asked } = answering(
    { access_token: 'EAAshort', expires_in: 5400 },
    { access_token: 'EAAlong', expires_in: 5_183_944 },
  );
  const app = { id: '123', secret: 'shh' };
  const sent: string[] = [];
  const note = ({ path }: { readonly path: string }): void => void sent.push(path);
  const short = await exchangeCode(http, graphUrl, app, { code: 'AQ1', redirectUri: order.redirectUri }, note);
  const long = await lengthen(http, graphUrl, app, 'EAAshort', note);
  expect([short, long].map((one) => one.ok && one.value)).toEqual([
    { token: 'EAAshort', expiresInMs: 5_400_000 },
    { token: 'EAAlong', expiresInMs: 5_183_944_000 },
  ]);
  expect([
    sent,
    asked.map(({ method, url, headers, body }) => [
      `${method} ${url} ${headers['content-type']} ${headers['authorization']}`,
      Object.fromEntries(new URLSearchParams(Buffer.concat(body ?? []).toString())),
    ]),
  ]).toEqual([
    ['/v26.0/oauth/access_token', '/v26.0/oauth/access_token'],
    [
      { grant_type: 'authorization_code', code: 'AQ1', redirect_uri: order.redirectUri },
      { grant_type: 'fb_exchange_token', fb_exchange_token: 'EAAshort' },
    ].map((fields) => [
      'POST https://graph.facebook.com/v26.0/oauth/access_token application/x-www-form-urlencoded undefined',
      { client_id: '123', client_secret: 'shh', ...fields },
    ]),
  ]);
});

test.each([
  [1, null, 'The request is invalid because the app is configured as a desktop app', 'desktop_app'],
  [1, null, 'Error validating client secret.', 'secret_wrong'],
  [101, null, 'Error validating application.', 'app_unknown'],
  // The older answer to a code that was used, without a subcode.
  [100, null, 'This authorization code has been used.', 'code_used'],
  [100, 36009, 'This authorization code has been used.', 'code_used'],
  [100, 36007, 'This authorization code has expired.', 'code_expired'],
  [100, 36008, 'Error validating verification code.', 'redirect_differs'],
  [100, 36005, 'Invalid verification code format.', 'code_unknown'],
  [100, null, 'Invalid appsecret_proof provided in the API argument', 'proof_wrong'],
  [100, null, 'API calls from the server require an appsecret_proof argument', 'proof_needed'],
  [190, 458, 'Gone', 'app_removed'],
  [190, 459, 'Gone', 'checkpoint'],
  [190, 460, 'Gone', 'password_changed'],
  [190, 463, 'Gone', 'token_expired'],
  [190, 464, 'Gone', 'unconfirmed'],
  [190, 467, 'Gone', 'token_invalid'],
  [190, null, 'Gone', 'token_invalid'],
  [104, null, 'Gone', 'token_invalid'],
  [2500, null, 'An active access token must be used', 'not_a_person'],
  [2, null, 'Service temporarily unavailable', 'meta_failed'],
  [613, null, 'Calls to this api have exceeded the rate limit', 'meta_failed'],
])('error %s/%s “%s” means %s to somebody who connects', (code, subcode, message, reason) => {
  const error = { code, message, ...(subcode === null ? {} : { error_subcode: subcode }) };
  const answer = readAnswer({ kind: 'answer', status: 400, headers: {}, body: JSON.stringify({ error }) }, null);
  expect(answer.ok || connectFailureOf(answer)).toBe(reason);
});

test('debug_token asks as the app where its secret is known, with the secret in the header only', async () => {
  const { http, asked } = answering(
    {
      data: {
        app_id: 123,
        type: 'SYSTEM_USER',
        application: 'Ours',
        expires_at: 0,
        data_access_expires_at: 1_800_000_000,
        is_valid: true,
        scopes: ['ads_management'],
        granular_scopes: [{ scope: 'ads_management', target_ids: ['1', '2'] }, { scope: 'ads_read' }],
        user_id: '10',
      },
    },
    { data: { is_valid: false, error: { code: 190, subcode: 460, message: 'Gone' }, scopes: [] } },
  );
  const target = { graphUrl, token: 'EAAone' };
  const [one, other] = [
    await debugToken(http, target, { id: '123', secret: 'shh' }, () => undefined),
    await debugToken(http, target, null, () => undefined),
  ];
  expect([one, other].map((read) => read.ok && read.value)).toEqual([
    {
      isValid: true,
      kind: 'system_user',
      appId: '123',
      appName: 'Ours',
      personId: '10',
      expiresAt: 0,
      dataAccessExpiresAt: 1_800_000_000_000,
      scopes: ['ads_management'],
      granular: [
        { scope: 'ads_management', targets: ['1', '2'] },
        { scope: 'ads_read', targets: null },
      ],
      code: null,
      subcode: null,
    },
    expect.objectContaining({ isValid: false, kind: 'unknown', expiresAt: null, code: 190, subcode: 460 }),
  ]);
  expect(asked.map(({ url, headers }) => [url, headers['authorization']])).toEqual([
    ['https://graph.facebook.com/v26.0/debug_token?input_token=EAAone', 'Bearer 123|shh'],
    ['https://graph.facebook.com/v26.0/debug_token?input_token=EAAone', 'Bearer EAAone'],
  ]);
});

test('whatever is not granted is missing', async () => {
  const data = [
    { permission: 'ads_read', status: 'granted' },
    { permission: 'ads_management', status: 'declined' },
    { permission: 'email', status: 'expired' },
  ];
  const { http } = answering({ data }, {});
  const target = { graphUrl, token: 'EAAone' };
  const reads = [await readGrants(http, target, () => undefined), await readGrants(http, target, () => undefined)];
  expect(reads.map((read) => read.ok && read.value)).toEqual([
    { granted: ['ads_read'], declined: ['ads_management', 'email'] },
    null,
  ]);
});

test('the proof of the secret goes with every call, as a parameter', async () => {
  const { http, asked } = answering({}, {});
  const proof = proofOf('EAAone', 'shh');
  await prepareCall(http, { graphUrl, token: 'EAAone', proof }, { method: 'GET', path: 'me', account: null }).send();
  await prepareCall(http, { graphUrl, token: 'EAAone' }, { method: 'GET', path: 'me', account: null }).send();
  expect([proof, asked.map(({ url }) => url)]).toEqual([
    'd671bd375001dba114153a59ce1c846aa2806c5a8e2e54212f55e6768087374c',
    [`https://graph.facebook.com/v26.0/me?appsecret_proof=${proof}`, 'https://graph.facebook.com/v26.0/me'],
  ]);
});

test('a page that holds too much for Meta is asked for in smaller ones, and an empty page does not end the list', async () => {
  const page = (id: string | null, after: string | null) => ({
    data: id === null ? [] : [{ account_id: id }],
    ...(after === null ? {} : { paging: { cursors: { after }, next: 'https://graph.facebook.com/…' } }),
  });
  const tooMuch = { error: { code: 1, message: "Please reduce the amount of data you're asking for, then retry" } };
  const { http, asked } = answering(page('1', 'a'), tooMuch, page(null, 'b'), page('3', null));
  const listed = await listAdAccounts(http, { graphUrl, token: 'EAAone' }, () => undefined);
  expect([
    listed.ok && listed.value.map(({ account }) => account),
    asked.map(({ url }) => new URL(url).searchParams).map((query) => [query.get('limit'), query.get('after')]),
  ]).toEqual([
    ['act_1', 'act_3'],
    [
      ['100', null],
      ['100', 'a'],
      ['20', 'a'],
      ['20', 'b'],
    ],
  ]);
});
