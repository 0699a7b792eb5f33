import { OAuth2Server } from 'oauth2-mock-server';
import { expect, onTestFinished, test } from 'vitest';

import { nodeHttp } from '../../../main/facebook/http.ts';
import { systemLogin } from '../../../main/hosted/login.ts';
import { text } from '../../../preload/messages/text.ts';
import { rig, world } from '../fake-ports.ts';

const APP = { appId: '1234567890', appSecret: 'b'.repeat(32) };

/** An OAuth server that others wrote, with the few edges of Graph's that a login reads afterwards. */
async function otherServer(): Promise<{
  readonly url: string;
  readonly server: OAuth2Server;
  readonly asked: URLSearchParams[];
}> {
  const server = new OAuth2Server(undefined, undefined, {
    endpoints: { authorize: '/v26.0/dialog/oauth', token: '/v26.0/oauth/access_token' },
  });
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  onTestFinished(() => server.stop());
  const asked: URLSearchParams[] = [];
  server.service.on('beforeAuthorizeRedirect', (_redirect, { url = '' }: { readonly url?: string }) => {
    asked.push(new URL(url, 'http://localhost').searchParams);
  });
  const edges = {
    me: { id: '4711', name: 'Joan Doe' },
    'me/permissions': {
      data: ['ads_management', 'ads_read', 'business_management'].map((permission) => ({
        permission,
        status: 'granted',
      })),
    },
    debug_token: { data: { app_id: APP.appId, type: 'USER', is_valid: true, expires_at: 0, user_id: '4711' } },
  };
  for (const [path, body] of Object.entries(edges))
    server.service.addRoute('GET', `/v26.0/${path}`, (_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
  return { url: `http://127.0.0.1:${server.address().port}`, server, asked };
}

async function login(t: ReturnType<typeof rig>, url: string, spoil: (home: URL) => void = () => undefined) {
  const { attemptId, url: dialog } = await t.engine.host.attempts.begin(
    { way: 'browser', graph: 'facebook', asksAgain: false, opens: false, ...APP },
    url,
  );
  const sentBack = await fetch(dialog ?? '', { redirect: 'manual' });
  const home = new URL(sentBack.headers.get('location') ?? '');
  spoil(home);
  const shown = await (await fetch(home)).text();
  return { shown, ended: await t.ask('connections.finish', { attemptId, address: '' }) };
}

function anEngine() {
  const own = world();
  return rig({ ...own, ports: { ...own.ports, http: nodeHttp, login: systemLogin } }, { sends: false });
}

test('Muster logs in at an OAuth server that knows nothing of it', async () => {
  const { url, server, asked } = await otherServer();
  const t = anEngine();
  const bodies: unknown[] = [];
  server.service.on('beforeResponse', (_answer, { body }: { readonly body: unknown }) => void bodies.push(body));
  const { shown, ended } = await login(t, url);
  expect([shown.includes(text('connect.page.done.title')), ended]).toEqual([true, { state: 'done', connectionId: 1 }]);
  const [connection] = await t.ask('connections.list', {});
  expect(connection).toMatchObject({ person: { id: '4711', name: 'Joan Doe' }, hasSecret: true, health: 'ok' });
  expect(asked.map((query) => [query.get('response_type'), query.get('client_id')])).toEqual([['code', APP.appId]]);
  expect(bodies[0]).toEqual({
    grant_type: 'authorization_code',
    client_id: APP.appId,
    client_secret: APP.appSecret,
    code: expect.any(String),
    redirect_uri: asked[0]?.get('redirect_uri'),
  });
});

test('an answer whose state is another’s is not taken, and no code is spent on it', async () => {
  const { url, server } = await otherServer();
  let tokens = 0;
  server.service.on('beforeResponse', () => void (tokens += 1));
  const { ended } = await login(anEngine(), url, (home) => home.searchParams.set('state', 'forged'));
  expect([ended, tokens]).toEqual([expect.objectContaining({ state: 'failed', reason: 'wrong_state' }), 0]);
});
