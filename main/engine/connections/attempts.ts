import { randomBytes, randomUUID } from 'node:crypto';

import { connectionById } from '../../../db/workspaces.ts';
import type {
  Begun,
  ConnectAttempt,
  ConnectFailure,
  ConnectOrder,
  ConnectResult,
  PasteOrder,
} from '../../../preload/contract/connections.ts';
import { text } from '../../../preload/messages/text.ts';
import { isLoopbackRoot } from '../../facebook/client.ts';
import {
  connectFailureOf,
  dialogUrl,
  exchangeCode,
  LOGIN_SUCCESS_URL,
  readRedirect,
  type Redirect,
} from '../../facebook/oauth.ts';
import { FACEBOOK_URL } from '../connect.ts';
import { type Context, openSecret, sealSecret } from '../context.ts';
import { NotFoundError } from '../known.ts';
import type { LoginAnswer, LoginListener } from '../ports.ts';
import { failedFor, type TokenOrder, takeToken } from './take-token.ts';

/** How long somebody may take to log in. */
const LONGEST_LOGIN_MS = 10 * 60_000;
/** How many logins that have ended are remembered. */
const MOST_ENDED = 50;

/** Logins at Facebook that are under way, and tokens that are pasted. */
export interface Attempts {
  /** `graphUrl` is for hosts only: another Graph root than the order names. */
  begin(order: ConnectOrder, graphUrl?: string): Promise<Begun>;
  /** Throws NotFoundError. */
  attempt(attemptId: string): ConnectAttempt;
  /** The address at which a login ended. Resolves when all is done. Throws NotFoundError. */
  finish(attemptId: string, address: string): Promise<ConnectAttempt>;
  cancel(attemptId: string, because: ConnectFailure): ConnectAttempt;
  paste(order: PasteOrder, graphUrl?: string): Promise<ConnectResult>;
  /** Lets nobody log in any more and waits for the exchanges under way. */
  stop(): Promise<void>;
}

/** What a login is for; secrets stay sealed until they are needed. */
type Plan = Omit<TokenOrder, 'appSecret'> & { readonly sealedSecret: Buffer | null };

interface Login {
  state: ConnectAttempt;
  readonly plan: Plan;
  readonly secretState: string;
  redirectUri: string;
  listener: LoginListener | null;
  /** Fires when nobody is waited for any more. */
  readonly ended: AbortController;
}

const EXCHANGING: ConnectAttempt = { state: 'exchanging' };

export function createAttempts(context: Context): Attempts {
  const { db, ports } = context;
  const logins = new Map<string, Login>();
  const underWay = new Set<Promise<void>>();
  let isStopped = false;

  function planOf(
    order: Pick<ConnectOrder, 'graph' | 'connectionId' | 'appId' | 'appSecret' | 'configId'>,
    graphUrl: string | undefined,
  ): Plan {
    const known = order.connectionId === undefined ? undefined : connectionById(db, order.connectionId);
    if (order.connectionId !== undefined && !known) throw new NotFoundError(unknown(order.connectionId));
    const asked = graphUrl ?? (order.graph === 'sandbox' ? null : FACEBOOK_URL);
    const root = known ? known.graph_url : asked;
    const called = root ?? ports.sandbox?.graphUrl;
    if (called === undefined) throw new NotFoundError(text('connections.no_sandbox'));
    const isSameApp = order.appId === undefined || order.appId === known?.app_id;
    const given = order.appSecret === undefined ? null : sealSecret(ports, order.appSecret);
    return {
      root,
      graphUrl: called,
      appId: order.appId ?? known?.app_id ?? null,
      sealedSecret: given ?? (isSameApp ? (known?.sealed_secret ?? null) : null),
      configId: order.configId ?? (isSameApp ? (known?.config_id ?? null) : null),
      connectionId: known?.id ?? null,
    };
  }

  function tokenOrder({ sealedSecret, ...plan }: Plan): TokenOrder {
    return { ...plan, appSecret: sealedSecret && openSecret(ports, sealedSecret) };
  }

  function loginOf(attemptId: string): Login {
    const login = logins.get(attemptId);
    if (!login) throw new NotFoundError(text('connections.no_attempt'));
    return login;
  }

  /** Nobody is waited for any more. */
  function end(login: Login, state: ConnectAttempt): void {
    login.state = state;
    login.listener?.close();
    login.listener = null;
    login.ended.abort();
    if (state.state === 'failed') ports.log.info('connection.failed', { code: state.reason });
    context.emit({ event: 'status.changed' });
  }

  /** Takes what a redirect told; false when it told nothing, so that the login is still waited for. */
  function take(login: Login, redirect: Redirect): boolean {
    if (login.state.state !== 'waiting') return false;
    if (redirect.kind === 'failed' && redirect.reason === 'no_answer_in_address') {
      login.state = { ...login.state, hint: redirect.reason };
      return false;
    }
    if (redirect.kind === 'failed') {
      end(login, failedFor(redirect.reason, redirect.said));
      return true;
    }
    end(login, EXCHANGING);
    const done = exchanged(login.plan, login.redirectUri, redirect)
      .catch((error: unknown) => {
        ports.log.info('connection.broke', { code: error instanceof Error ? error.name : 'unknown' });
        return failedFor('meta_failed');
      })
      .then((result) => end(login, result))
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return true;
  }

  async function exchanged(
    plan: Plan,
    redirectUri: string,
    redirect: Exclude<Redirect, { kind: 'failed' }>,
  ): Promise<ConnectResult> {
    const order = tokenOrder(plan);
    if (redirect.kind === 'token') return takeToken(context, order, redirect);
    const { appId, appSecret, graphUrl } = order;
    if (appId === null || appSecret === null) return failedFor('secret_needed');
    const { code } = redirect;
    const sent = (call: Parameters<Context['sent']>[0]): void => void context.sent(call);
    const app = { id: appId, secret: appSecret };
    const answer = await exchangeCode(ports.http, graphUrl, app, { code, redirectUri }, sent);
    if (!answer.ok) return failedFor(connectFailureOf(answer), answer.evidence.said);
    return takeToken(context, order, answer.value);
  }

  /** What the person's browser shows when it comes back. */
  function answerTo(login: Login, address: string): LoginAnswer {
    const redirect = readRedirect(address, login.secretState);
    const isLast = take(login, redirect);
    const name = !isLast ? 'none' : redirect.kind === 'failed' ? 'failed' : 'done';
    return { isLast, title: text(`connect.page.${name}.title`), text: text(`connect.page.${name}.text`) };
  }

  function forgetOldest(): void {
    for (const [id, { state }] of logins) {
      if (logins.size <= MOST_ENDED) return;
      if (state.state === 'done' || state.state === 'failed') logins.delete(id);
    }
  }

  async function wait(login: Login): Promise<void> {
    await ports.clock.sleep(LONGEST_LOGIN_MS, login.ended.signal);
    if (login.state.state === 'waiting') end(login, failedFor('timed_out'));
  }

  return {
    async begin(order, graphUrl) {
      const plan = planOf(order, graphUrl);
      forgetOldest();
      const attemptId = randomUUID();
      const isBrowser = order.way === 'browser';
      const secretState = randomBytes(24).toString('base64url');
      const login: Login = {
        state: EXCHANGING,
        plan,
        secretState,
        redirectUri: LOGIN_SUCCESS_URL,
        listener: null,
        ended: new AbortController(),
      };
      logins.set(attemptId, login);
      const fail = (reason: ConnectFailure): Begun => {
        end(login, failedFor(reason));
        return { attemptId, url: null };
      };
      if (plan.appId === null) return fail('app_needed');
      if (isBrowser) {
        // A token in the fragment would never reach a listener.
        if (plan.sealedSecret === null) return fail('secret_needed');
        login.listener = (await ports.login?.listen((address) => answerTo(login, address)).catch(() => null)) ?? null;
        if (!login.listener || isStopped) return fail('no_listener');
        login.redirectUri = login.listener.redirectUri;
      }
      const { redirectUri } = login;
      const url = dialogUrl({
        graphUrl: plan.graphUrl,
        appId: plan.appId,
        configId: plan.configId,
        redirectUri,
        state: secretState,
        response: plan.sealedSecret === null ? 'token' : 'code',
        asksAgain: order.asksAgain,
      });
      const expiresAt = ports.clock.now() + LONGEST_LOGIN_MS;
      login.state = { state: 'waiting', url, redirectUri, expiresAt, hint: null };
      void wait(login);
      if (isBrowser && order.opens) ports.login?.openBrowser(url);
      return { attemptId, url };
    },
    attempt: (attemptId) => loginOf(attemptId).state,
    async finish(attemptId, address) {
      const login = loginOf(attemptId);
      if (isOwnAddress(login, address)) take(login, readRedirect(address, login.secretState));
      else if (login.state.state === 'waiting') login.state = { ...login.state, hint: 'no_answer_in_address' };
      await Promise.all(underWay);
      return login.state;
    },
    cancel(attemptId, because) {
      const login = loginOf(attemptId);
      if (login.state.state === 'waiting') end(login, failedFor(because));
      return login.state;
    },
    paste(order, graphUrl) {
      return takeToken(context, tokenOrder(planOf(order, graphUrl)), { token: order.token, expiresInMs: null });
    },
    async stop() {
      isStopped = true;
      for (const login of logins.values()) if (login.state.state === 'waiting') end(login, failedFor('cancelled'));
      await Promise.all(underWay);
    },
  };
}

function unknown(connectionId: number): string {
  return text('connections.unknown', { id: String(connectionId) });
}

/** Whether a login of ours ends at this address; the sandbox shows Meta's last page at its own root. */
function isOwnAddress({ plan, redirectUri }: Login, address: string): boolean {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
  if (!url) return false;
  const isThere = (place: URL): boolean => url.origin === place.origin && url.pathname === place.pathname;
  if (isThere(new URL(redirectUri))) return true;
  const meta = new URL(LOGIN_SUCCESS_URL);
  return (
    redirectUri === LOGIN_SUCCESS_URL && isLoopbackRoot(plan.graphUrl) && isThere(new URL(meta.pathname, plan.graphUrl))
  );
}
