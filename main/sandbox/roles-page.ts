import type { Account } from './accounts.ts';
import type { Answer } from './answers.ts';
import { businesses, people, type Business, type Person } from './business.ts';
import { askForLogin, personIn, whoIsHere } from './login.ts';
import { goTo, html, page, type Markup } from './page.ts';
import { text, type GraphCall } from './request.ts';
import { assignTasks, mayAdvertise, tasksOf } from './roles.ts';
import type { World } from './world.ts';

/**
 * `GET` and `POST /settings/ad-accounts?business_id=&act=`, Meta's business settings: who has which task on which ad account. An admin
 * can give ADVERTISE, with what comes with it.
 */
export function rolesPage(world: World, call: GraphCall): Answer {
  const person = personIn(world, call);
  if (person === undefined) return askForLogin(call);
  const act = text(call.params, 'act')?.replace(/^act_/, '');
  const one = world.accounts.find(({ number }) => number === act);
  const business =
    businesses.find(({ id }) => id === (one?.business?.id ?? text(call.params, 'business_id'))) ?? person.businesses[0];
  const title = `Ad accounts of ${business?.name ?? 'nobody'}`;
  if (business === undefined || !person.businesses.includes(business)) {
    return page(
      403,
      title,
      html`${whoIsHere(person, call)}
        <p class="bad">${person.name} is not in this business.</p>`,
    );
  }
  const accounts = world.accounts.filter(
    (account) => account.business === business && (one === undefined || one === account),
  );
  const isAdmin = person.key === 'admin';
  if (call.method === 'POST') {
    const receiver = Object.values(people).find(({ id }) => id === text(call.params, 'receiver'));
    const account = accounts.find(({ number }) => number === text(call.params, 'account'));
    if (!isAdmin || receiver === undefined || account === undefined || !receiver.businesses.includes(business)) {
      return page(
        403,
        title,
        html`<p class="bad">Only an admin of the business can give a role, to somebody in it.</p>`,
      );
    }
    assignTasks(world, receiver, account, ['DRAFT', 'ANALYZE', 'ADVERTISE', ...tasksOf(world, receiver, account)]);
    return goTo(call.browser.target);
  }
  const note = isAdmin ? undefined : html`<p>Only an admin can change this.</p>`;
  const lists = accounts.map((account) => accountSection(world, account, business, isAdmin, call));
  return page(200, title, html`${whoIsHere(person, call)}${note}${lists}`);
}

function accountSection(world: World, account: Account, business: Business, isAdmin: boolean, call: GraphCall): Markup {
  const rows = Object.values(people)
    .filter((one) => one.businesses.includes(business))
    .map((one) => personRow(one, account, tasksOf(world, one, account), isAdmin, call));
  return html`<h2>${account.name} <small>act_${account.number}</small></h2>
    ${rows}`;
}

function personRow(
  person: Person,
  account: Account,
  tasks: readonly string[],
  isAdmin: boolean,
  call: GraphCall,
): Markup {
  const give = html`<form method="post" action="${call.browser.target}">
    <input type="hidden" name="receiver" value="${person.id}" /><input
      type="hidden"
      name="account"
      value="${account.number}"
    /><button aria-label="Give ADVERTISE to ${person.name} on ${account.name}">Give ADVERTISE</button>
  </form>`;
  return html`<div class="person">
    <span>${person.name}: <strong>${tasks.length === 0 ? 'no role' : tasks.join(', ')}</strong></span
    >${isAdmin && !mayAdvertise(tasks) ? give : undefined}
  </div>`;
}
