import type { Answer } from './answers.ts';
import type { Person } from './business.ts';
import { cancelled, continued, readDialog, type Dialog } from './dialog-request.ts';
import { askForLogin, personIn, whoIsHere } from './login.ts';
import { goTo, html, page, type Markup } from './page.ts';
import { permissionsOf, permissionTexts, setPermission, type PermissionStatus } from './permissions.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/**
 * `/dialog/oauth`, with a version or without: login, consent, and back to the app with a code, a token or a refusal. A permission that
 * was declined is not asked for again without `auth_type=rerequest`.
 */
export function dialogPage(world: World, call: GraphCall): Answer {
  const dialog = readDialog(world, call);
  if ('refusal' in dialog) return page(400, dialog.refusal, html`<p>${dialog.reason}</p>`);
  const person = personIn(world, call);
  if (person === undefined) return askForLogin(call);
  const isPosted = call.method === 'POST';
  if (isPosted && text(call.params, 'choice') !== 'continue') return goTo(cancelled(world, dialog));
  const { app } = dialog;
  if (app.mode === 'development' && !app.members.includes(person.key)) return notLivePage(dialog, person, call);
  // With such a configuration a person lets the system user in, not themself.
  const holder = dialog.systemUser ?? person;
  const said = permissionsOf(world, holder);
  const open = dialog.asked.filter((name) => dialog.asksAgain || said.get(name) !== 'declined');
  if (!isPosted) return consentPage(dialog, person, open, said, call);
  world.db.transaction(() => {
    for (const name of open) {
      const isGranted =
        dialog.isAllOrNone || name === 'public_profile' || text(call.params, `grant_${name}`) !== undefined;
      setPermission(world, holder, name, isGranted ? 'granted' : 'declined');
    }
  })();
  return goTo(continued(world, dialog, holder));
}

function consentPage(
  dialog: Dialog,
  person: Person,
  open: readonly string[],
  said: ReadonlyMap<string, PermissionStatus>,
  call: GraphCall,
): Answer {
  const { app, isAllOrNone, systemUser } = dialog;
  const left = dialog.asked.filter((name) => !open.includes(name));
  const boxes = open.map((name) => {
    const before = said.get(name) === undefined ? undefined : html` <small>(${said.get(name)} before)</small>`;
    const label = html`<span>${permissionTexts[name]}${before}</span><small>${name}</small>`;
    return isAllOrNone || name === 'public_profile'
      ? html`<label class="row"><input type="checkbox" checked disabled />${label}</label>`
      : html`<label class="row"><input type="checkbox" name="grant_${name}" checked />${label}</label>`;
  });
  const form = html`<form method="post" action="${call.browser.target}">
    <fieldset>
      <legend>${app.name} asks to</legend>
      ${boxes}
    </fieldset>
    ${isAllOrNone ? html`<p>This configuration is granted as a whole${systemUser && html`, for the system user ${systemUser.name}`}.</p>` : undefined}
    ${left.length === 0 ? undefined : html`<p>Declined before, not asked again: ${left.join(', ')}.</p>`}
    <button class="act" name="choice" value="continue">Continue</button
    ><button name="choice" value="cancel">Cancel</button>
  </form>`;
  return formPage(dialog, `Connect ${app.name} as ${person.name}`, html`${whoIsHere(person, call)}${form}`);
}

/** After a cancel the app cannot tell this page from a person's no: the same refusal goes back. */
function notLivePage(dialog: Dialog, person: Person, call: GraphCall): Answer {
  return formPage(
    dialog,
    'App not active',
    html`${whoIsHere(person, call)}
      <p>
        ${dialog.app.name} is in development mode, and ${person.name} has no role on the app. Log in as somebody with a
        role, or let the app’s admin add one or set the app to live.
      </p>
      <form method="post" action="${call.browser.target}">
        <button name="choice" value="cancel">Return to the app</button>
      </form>`,
  );
}

/** A page whose form ends with the app: browsers look at form-action again when they follow the redirect. */
function formPage({ redirectUri }: Dialog, title: string, body: Markup): Answer {
  return page(200, title, body, new URL(redirectUri).origin);
}
