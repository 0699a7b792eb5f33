import type { Answer } from './answers.ts';
import { loginSuccess } from './app.ts';
import { dialogPage } from './dialog.ts';
import { loginPage } from './login.ts';
import { html, page } from './page.ts';
import type { GraphCall } from './request.ts';
import { rolesPage } from './roles-page.ts';
import { shortTermsPage, termsPage, termsPages } from './terms-pages.ts';
import type { World } from './world.ts';

type Show = (world: World, call: GraphCall) => Answer;

/** What Meta shows on www.facebook.com and business.facebook.com, here on the sandbox's own root, by path. */
const shows: ReadonlyMap<string, Show> = new Map<string, Show>([
  ['dialog/oauth', dialogPage],
  [loginSuccess.slice(1), successPage],
  ['login', loginPage],
  ['settings/ad-accounts', rolesPage],
  ['terms', shortTermsPage],
  ...Object.entries(termsPages).map(([path, shown]): [string, Show] => [
    path,
    (world, call) => termsPage(world, call, shown),
  ]),
]);

/** A page of the sandbox for people; undefined when the path is none, so that Graph has to answer. */
export function findPage(world: World, call: GraphCall): Answer | undefined {
  const path = call.path.join('/');
  const show = call.version === undefined || path === 'dialog/oauth' ? shows.get(path) : undefined;
  if (show === undefined) return undefined;
  if (call.method !== 'GET' && call.method !== 'POST')
    return page(405, 'Not possible', html`<p>This page is only to be looked at.</p>`);
  const { origin, host } = call.browser;
  if (call.method === 'POST' && origin !== undefined && origin !== `http://${host}`) {
    return page(403, 'Not from here', html`<p>This form was sent by another site, so nothing was done.</p>`);
  }
  return show(world, call);
}

/** Where desktop apps end: the app reads the address and closes the window. */
function successPage(): Answer {
  return page(
    200,
    'Success',
    html`<p>You can close this window.</p>
      <p><strong>Security warning:</strong> treat the address of this page like a password, and show it to nobody.</p>`,
  );
}
