import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import { proofMissing, proofWrong } from './auth-errors.ts';
import { isPersonKey, type PersonKey } from './business.ts';
import { invalidParameter } from './errors.ts';
import { text } from './request.ts';
import type { World } from './world.ts';

/** What the app's owner sets in Meta's dashboard. */
interface AppSettings {
  /** In development only those with a role on the app can log in, and `http://localhost` needs no listing. */
  readonly mode: 'development' | 'live';
  /** "Native or desktop app?": a token call with the secret is refused. */
  readonly isDesktop: boolean;
  /** Valid OAuth redirect URIs, compared whole. */
  readonly redirects: readonly string[];
  /** "Require App Secret": calls need appsecret_proof. */
  readonly requiresProof: boolean;
  /** Who has a role on the app. */
  readonly members: readonly PersonKey[];
}

export interface App extends AppSettings {
  readonly id: string;
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly secret: string;
}

/** Configurations of Facebook Login for Business: permissions that are granted all or none, for a person or for the system user. */
export const configurations = [
  { id: '314159265358979', holder: 'person', scopes: ['ads_management', 'ads_read', 'business_management'] },
  { id: '161803398874989', holder: 'system_user', scopes: ['ads_management', 'ads_read', 'business_management'] },
] as const;

export const loginSuccess = '/connect/login_success.html';

/** Meta's own address of that page; the sandbox accepts it and shows its own page, so that nothing reaches Facebook. */
export const metaLoginSuccess = `https://www.facebook.com${loginSuccess}`;

/** Field knowledge: a proof that carries its time is good for five minutes. */
const proofLifeSeconds = 300;

/** Makes the app's secret, once for each file. */
export function openApp(db: World['db']): void {
  db.prepare<[string]>("insert or ignore into setting (name, value) values ('app_secret', ?)").run(
    randomBytes(16).toString('hex'),
  );
}

/** The sandbox's one app. */
export function readApp({ db, graphUrl }: Pick<World, 'db' | 'graphUrl'>): App {
  const read = db.prepare<[string], string>('select value from setting where name = ?').pluck();
  return {
    id: '271828182845904',
    name: 'Muster sandbox',
    secret: read.get('app_secret') ?? '',
    mode: 'development',
    isDesktop: false,
    redirects: [metaLoginSuccess, `${graphUrl}${loginSuccess}`],
    requiresProof: false,
    members: ['admin', 'employee', 'system_user'],
    ...storedSettings(db),
  };
}

/** The app as the control endpoint shows it. */
export function showApp(world: World): unknown {
  const { id, name, secret, mode, isDesktop, redirects, requiresProof, members } = readApp(world);
  return {
    id,
    name,
    secret,
    mode,
    desktop: isDesktop,
    redirects,
    require_proof: requiresProof,
    members,
    configurations,
  };
}

/** Takes over what is given of `{"mode","desktop","redirects","require_proof","members"}`. Throws code 100 for what is none of it. */
export function changeApp(world: World, params: ReadonlyMap<string, unknown>): void {
  const changes: { -readonly [K in keyof AppSettings]?: AppSettings[K] } = {};
  for (const [name, value] of params) {
    const wrong = invalidParameter(`param ${name} is not what the app of the sandbox can be set to`);
    if (name === 'access_token') continue;
    if (name === 'mode' && (value === 'development' || value === 'live')) changes.mode = value;
    else if (name === 'desktop' && typeof value === 'boolean') changes.isDesktop = value;
    else if (name === 'require_proof' && typeof value === 'boolean') changes.requiresProof = value;
    else if (name === 'redirects' && isTexts(value)) changes.redirects = value;
    else if (name === 'members' && Array.isArray(value) && value.every(isPersonKey)) changes.members = value;
    else throw wrong;
  }
  world.db
    .prepare<[string]>("insert or replace into setting (name, value) values ('app', ?)")
    .run(JSON.stringify({ ...storedSettings(world.db), ...changes }));
}

/** Listed addresses are compared whole; `http://localhost` with any port and path is let in while the app is in development. */
export function isRedirectAllowed({ mode, redirects }: App, uri: string): boolean {
  if (redirects.includes(uri)) return true;
  if (mode !== 'development' || !URL.canParse(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  return protocol === 'http:' && hostname === 'localhost' && `${username}${password}` === '';
}

/** `id|secret`, which is the app's own token. */
export function isAppToken(world: World, token: string): boolean {
  if (!token.includes('|')) return false;
  const { id, secret } = readApp(world);
  return token === `${id}|${secret}`;
}

/** Checks `appsecret_proof`, with `appsecret_time` where it is given. Throws code 100 when it is wrong, or missing where the app wants it. */
export function checkProof(world: World, token: string, params: ReadonlyMap<string, unknown>): void {
  const { secret, requiresProof } = readApp(world);
  const proof = text(params, 'appsecret_proof');
  if (proof === undefined) {
    if (requiresProof) throw proofMissing();
    return;
  }
  const time = text(params, 'appsecret_time');
  const isLate = time !== undefined && !(Math.abs(world.now() / 1000 - Number(time)) <= proofLifeSeconds);
  const expected = createHmac('sha256', secret)
    .update(time === undefined ? token : `${token}|${time}`)
    .digest('hex');
  if (isLate || !isEqual(proof, expected)) throw proofWrong();
}

/** Only what was changed is stored: the usual redirects follow the port. */
function storedSettings(db: World['db']): Partial<AppSettings> {
  const stored = db.prepare<[], string>("select value from setting where name = 'app'").pluck().get();
  return JSON.parse(stored ?? '{}') as Partial<AppSettings>;
}

function isEqual(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
