import type { Account } from './accounts.ts';
import type { Answer } from './answers.ts';
import { people, type Person } from './business.ts';
import { askForLogin, personIn, whoIsHere } from './login.ts';
import { goTo, html, page, type Markup } from './page.ts';
import { text, type GraphCall } from './request.ts';
import { accountsOf } from './roles.ts';
import { hasSigned, signTerms, type TermsKind } from './terms.ts';
import type { World } from './world.ts';

/** One of Meta's pages of terms. */
export interface TermsPage {
  readonly kind: TermsKind;
  readonly title: string;
  /** Whether an ad account without a business can be signed for. */
  readonly takesPersonal: boolean;
}

/** Meta's pages by their path; the first is what `/terms` stands for, too. */
export const termsPages: Readonly<Record<string, TermsPage>> = {
  'ads/manage/customaudiences/tos': { kind: 'customer_list', title: 'Custom Audience terms', takesPersonal: false },
  'ads/manage/customaudiences/tos.php': {
    kind: 'customer_list',
    title: 'Custom Audience terms (personal page)',
    takesPersonal: true,
  },
  // The address inside error 2663.
  'customaudiences/app/tos': { kind: 'customer_list', title: 'Custom Audience terms', takesPersonal: false },
  'customaudiences/value_based/tos.php': {
    kind: 'value_based',
    title: 'Business Tools terms',
    takesPersonal: false,
  },
};

/** Shows terms to the person who is logged in, says for whom they sign, and takes their Accept or Decline. */
export function termsPage(world: World, call: GraphCall, shown: TermsPage): Answer {
  const person = personIn(world, call);
  if (person === undefined) return askForLogin(call);
  const own = accountsOf(world, person);
  const act = actOf(call);
  const account = own.find(({ number }) => number === act);
  const here = html`${whoIsHere(person, call)}${chooser(own, account, call)}`;
  const refuse = (status: number, reason: Markup) =>
    page(
      status,
      shown.title,
      html`${here}
        <p class="bad">${reason}</p>`,
    );
  if (act === undefined) return page(200, shown.title, here);
  if (account === undefined) {
    const isThere = world.accounts.some(({ number }) => number === act);
    return isThere
      ? refuse(
          403,
          html`${person.name} has no role on the ad account ${act}.
            <a href="/settings/ad-accounts?act=${act}">An admin can give one.</a>`,
        )
      : refuse(404, html`There is no ad account ${act}.`);
  }
  const businessId = text(call.params, 'business_id');
  if (businessId !== undefined && businessId !== account.business?.id) {
    return refuse(400, html`The ad account ${act} is not in the business ${businessId}.`);
  }
  if (account.business === undefined && !shown.takesPersonal) {
    return refuse(200, html`This ad account is in no business portfolio, so there are no business terms to accept.`);
  }
  if (person.isSystemUser) {
    return refuse(403, html`A system user cannot sign. Anybody of its business signs for it: log in as a person.`);
  }
  const choice = call.method === 'POST' ? text(call.params, 'choice') : undefined;
  if (choice === 'accept') {
    signTerms(world, account, shown.kind, person);
    return goTo(call.browser.target);
  }
  const isSigned = hasSigned(world, account, shown.kind, person);
  const answer = isSigned
    ? html`<p class="good" role="status">Accepted by ${person.name} for ${signedFor(account, shown.kind)}.</p>`
    : html`${choice === 'decline' ? html`<p class="bad" role="status">Declined. Nothing was accepted.</p>` : undefined}
        <form method="post" action="${call.browser.target}">
          <button class="act" name="choice" value="accept">Accept</button
          ><button name="choice" value="decline">Decline</button>
        </form>`;
  return page(200, shown.title, html`${here}${contract(world, account, person, shown.kind)}${answer}`);
}

/**
 * `GET` and `POST /terms?act=<number>`: the short way for scripts. Without a login the admin is meant, and what is posted is an Accept.
 */
export function shortTermsPage(world: World, call: GraphCall): Answer {
  const title = 'Custom Audience terms';
  const person = personIn(world, call) ?? people.admin;
  const act = actOf(call);
  const account = world.accounts.find(({ number }) => number === act);
  if (account === undefined) return page(404, title, html`<p>No such ad account.</p>`);
  if (account.business === undefined) {
    return page(
      200,
      title,
      html`<p>This ad account is in no business portfolio, so there are no business terms to accept.</p>`,
    );
  }
  if (call.method === 'POST') {
    signTerms(world, account, 'customer_list', person);
    return goTo(`/terms?act=${account.number}`);
  }
  const signer = `${person.name} for ${account.business.name}`;
  return page(
    200,
    title,
    hasSigned(world, account, 'customer_list', person)
      ? html`<p>Ad account ${account.name} (${account.number})</p>
          <p class="good" role="status">Accepted by ${signer}.</p>`
      : html`<p>Ad account ${account.name} (${account.number})</p>
          <p>To be accepted by ${signer}.</p>
          <form method="post" action="/terms">
            <input type="hidden" name="act" value="${account.number}" /><button>Accept</button>
          </form>`,
  );
}

function contract(world: World, account: Account, person: Person, kind: TermsKind): Markup {
  const covered = world.accounts.filter(({ business }) => business?.id === account.business?.id);
  return html`<dl>
      <dt>Signed by</dt>
      <dd>${person.name}</dd>
      <dt>On behalf of</dt>
      <dd><strong>${signedFor(account, kind)}</strong></dd>
      <dt>Covers</dt>
      <dd>
        ${kind === 'value_based' || account.business === undefined ? 'this ad account only' : `${covered.length} ad accounts of the business, for ${person.name} only`}
      </dd>
    </dl>
    <div class="terms">
      <p>You have the right to use the people’s data that you upload, and a lawful ground for it.</p>
      <p>You keep people out who have objected.</p>
      <p>
        ${kind === 'value_based' ? 'The value that you send with a person is your own.' : 'Identifiers are hashed before they are sent.'}
      </p>
    </div>`;
}

/** Every ad account of the person with its business, so that one sees for whom one signs. */
function chooser(own: readonly Account[], chosen: Account | undefined, call: GraphCall): Markup {
  const options = own.map(
    (account) =>
      html`<option value="${account.number}" ${account === chosen ? html` selected` : undefined}>
        ${account.name}: ${account.business?.name ?? 'no business'}, ${account.number}
      </option>`,
  );
  const none = chosen === undefined ? html`<option value="" selected>Choose an ad account</option>` : undefined;
  return html`<form action="/${call.path.join('/')}">
    <label
      >You sign for the business of<select name="act">
        ${none}${options}
      </select></label
    ><button>Show</button>
  </form>`;
}

function signedFor({ business, name, number }: Account, kind: TermsKind): string {
  if (business === undefined) return `${name} (${number})`;
  return kind === 'value_based'
    ? `${business.name}, ad account ${name} (${number})`
    : `${business.name} (${business.id})`;
}

function actOf({ params }: GraphCall): string | undefined {
  return text(params, 'act')?.replace(/^act_/, '');
}
