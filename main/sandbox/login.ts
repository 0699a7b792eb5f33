import { randomBytes } from 'node:crypto';

import type { Answer } from './answers.ts';
import { isPersonKey, people, personWithId, type Person } from './business.ts';
import { goTo, html, page, type Markup } from './page.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/** Who is logged in in the browser that asks. */
export function personIn(world: World, { browser }: GraphCall): Person | undefined {
  const cookie = new RegExp(`(?:^|; )${cookieName(world)}=([\\w-]+)`).exec(browser.cookies)?.[1];
  if (cookie === undefined) return undefined;
  const id = world.db.prepare<[string], string>('select person_id from login where cookie = ?').pluck().get(cookie);
  return id === undefined ? undefined : personWithId(id);
}

/** Sends a browser to the login page, and back to the page that it asked for. */
export function askForLogin({ browser }: GraphCall): Answer {
  return goTo(loginUrl(browser.target));
}

/** Who is logged in, and the way to be somebody else. */
export function whoIsHere(person: Person, { browser }: GraphCall): Markup {
  return html`<p class="soft">
    Logged in as <strong>${person.name}</strong>. <a href="${loginUrl(browser.target)}">Somebody else?</a>
  </p>`;
}

/** `GET` and `POST /login?next=`: no password, only a choice of people. */
export function loginPage(world: World, call: GraphCall): Answer {
  const next = pathOnly(text(call.params, 'next'));
  const key = text(call.params, 'person');
  if (call.method === 'POST' && isPersonKey(key)) {
    const cookie = randomBytes(24).toString('base64url');
    world.db
      .prepare<[string, string]>('insert into login (cookie, person_id) values (?, ?)')
      .run(cookie, people[key].id);
    return goTo(next, { 'set-cookie': `${cookieName(world)}=${cookie}; Path=/; HttpOnly; SameSite=Lax` });
  }
  const current = personIn(world, call)?.key ?? 'admin';
  const choices = Object.values(people).map(
    ({ key: value, name, about }) =>
      html`<label class="row"
        ><input type="radio" name="person" value="${value}" ${value === current ? html` checked` : undefined} /><span
          >${name}</span
        ><small>${about}.</small></label
      >`,
  );
  return page(
    200,
    'Log in',
    html`<form method="post" action="/login">
      <input type="hidden" name="next" value="${next}" />
      <fieldset>
        <legend>Who uses this browser?</legend>
        ${choices}
      </fieldset>
      <button class="act">Log in</button>
    </form>`,
  );
}

function loginUrl(next: string): string {
  return `/login?next=${encodeURIComponent(next)}`;
}

/** A path of the sandbox, so that the login page sends nobody elsewhere. */
function pathOnly(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) ? next : '/settings/ad-accounts';
}

/** Browsers share cookies among the ports of a host, and several sandboxes may run. */
function cookieName({ graphUrl }: World): string {
  return `sandbox_login_${new URL(graphUrl).port}`;
}
