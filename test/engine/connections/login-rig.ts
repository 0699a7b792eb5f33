import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HttpRequest, LoginPort } from '../../../main/engine/ports.ts';
import { nodeHttp } from '../../../main/facebook/http.ts';
import { systemLogin } from '../../../main/hosted/login.ts';
import type { ConnectAttempt, ConnectOrder } from '../../../preload/contract/connections.ts';
import { type Browser, openBrowser, type Page } from '../../sandbox/browser.ts';
import { type OpenSandbox, openSandbox } from '../../sandbox/open-sandbox.ts';
import { type Rig, rig, world, type World } from '../fake-ports.ts';

export interface LoginRig extends OpenSandbox, Rig {
  readonly app: { readonly id: string; readonly secret: string };
  readonly browser: Browser;
  /** Addresses that were opened in the system's browser. */
  readonly opened: readonly string[];
  /** What left this computer, in order. */
  readonly requests: readonly HttpRequest[];
  /** Events of the log. */
  readonly lines: readonly string[];
  begin(order?: Partial<ConnectOrder>): Promise<string>;
  /** Logs in as somebody and takes what the consent page then asks. */
  answer(url: string, person: string, changes?: Readonly<Record<string, string | undefined>>): Promise<Page>;
  /** Follows the browser home to Muster's listener; what it shows there. */
  comeBack(page: Page): Promise<string>;
  attempt(attemptId: string): Promise<ConnectAttempt>;
  /** A whole login by the browser; how it ended. */
  login(
    person: string,
    order?: Partial<ConnectOrder>,
    changes?: Readonly<Record<string, string | undefined>>,
  ): Promise<ConnectAttempt>;
  /** The id of the connection that a login made. */
  connected(person: string, order?: Partial<ConnectOrder>): Promise<number>;
  /** A token of the sandbox. */
  token(person: string, more?: object): Promise<string>;
  /** Which of these secrets lie in a file of the data folder or were logged. */
  leaked(secrets: readonly string[]): readonly string[];
}

/** An engine with a real listener, a sandbox over HTTP and a browser without scripts; `login` replaces the listener. */
export async function loginRig(own: World = world(), login: Partial<LoginPort> = {}): Promise<LoginRig> {
  const meta = await openSandbox();
  const opened: string[] = [];
  const requests: HttpRequest[] = [];
  const lines: string[] = [];
  const t = rig(
    {
      ...own,
      ports: {
        ...own.ports,
        http(request) {
          requests.push(request);
          return nodeHttp(request);
        },
        log: { info: (event, fields) => void lines.push(JSON.stringify({ event, ...fields })) },
        sandbox: meta.sandbox,
        login: { listen: systemLogin.listen, openBrowser: (url) => void opened.push(url), ...login },
      },
    },
    { sends: false },
  );
  const { id = '', secret = '' } = (await meta.control('GET', '/app')).body as { id?: string; secret?: string };
  const browser = openBrowser(meta.sandbox.graphUrl);
  const l: LoginRig = {
    ...meta,
    ...t,
    app: { id, secret },
    browser,
    opened,
    requests,
    lines,
    async begin(order = {}) {
      const usual = { way: 'browser', graph: 'sandbox', appId: id, appSecret: secret } as const;
      const { attemptId } = await t.ask('connections.begin', { ...usual, ...order });
      return attemptId;
    },
    async answer(url, person, changes = {}) {
      const { pathname, search } = new URL(url);
      const page = await browser.submit(
        await browser.open(`/login?next=${encodeURIComponent(`${pathname}${search}`)}`),
        {
          person,
        },
      );
      return browser.submit(page, { choice: 'continue', ...changes });
    },
    comeBack: async ({ left = '' }) => (await fetch(left)).text(),
    attempt: (attemptId) => t.ask('connections.attempt', { attemptId }),
    async login(person, order = {}, changes = {}) {
      const attemptId = await l.begin(order);
      const begun = await l.attempt(attemptId);
      if (begun.state !== 'waiting') return begun;
      const page = await l.answer(begun.url, person, changes);
      if (page.left?.startsWith(begun.redirectUri)) await l.comeBack(page);
      // Waits for the exchange, and tells nothing new.
      return t.ask('connections.finish', { attemptId, address: page.left ?? '' });
    },
    async connected(person, order = {}) {
      const ended = await l.login(person, order);
      if (ended.state !== 'done') throw new Error(JSON.stringify(ended));
      return ended.connectionId;
    },
    async token(person, more = {}) {
      const { body } = await meta.control('POST', '/tokens', { person, ...more });
      return String(body['access_token']);
    },
    leaked(secrets) {
      const texts = [
        ...readdirSync(t.dataDir).map((name) => readFileSync(join(t.dataDir, name))),
        Buffer.from(lines.join('\n')),
      ];
      return secrets.filter((secret_) => texts.some((bytes) => bytes.includes(secret_)));
    },
  };
  return l;
}
