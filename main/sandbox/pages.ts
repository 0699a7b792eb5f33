import { acceptTerms, hasAcceptedTerms, person, type Account } from './accounts.ts';
import type { Answer } from './answers.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/** `GET` and `POST /terms?act=<number>` stand in for Meta's terms page. No token: there, too, a person is logged in by cookie. */
export function termsPage(world: World, call: GraphCall): Answer {
  const act = text(call.params, 'act')?.replace(/^act_/, '');
  const account = world.accounts.find(({ number }) => number === act);
  if (account === undefined) return html(404, '<h1>No such ad account</h1>');
  if (call.method === 'POST' && account.business !== undefined) {
    acceptTerms(world, account);
    return { status: 303, headers: { location: `/terms?act=${account.number}` }, body: '' };
  }
  return html(200, termsBody(world, account));
}

function termsBody(world: World, account: Account): string {
  const heading = `<h1>Custom Audience terms</h1><p>Ad account ${account.name} (${account.number})</p>`;
  if (account.business === undefined) {
    return `${heading}<p>This ad account is in no business portfolio, so there are no business terms to accept.</p>`;
  }
  const signer = `${person.name} for ${account.business.name}`;
  return hasAcceptedTerms(world, account)
    ? `${heading}<p role="status">Accepted by ${signer}.</p>`
    : `${heading}<p>To be accepted by ${signer}.</p>
       <form method="post" action="/terms"><input type="hidden" name="act" value="${account.number}"><button>Accept</button></form>`;
}

function html(status: number, body: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>SANDBOX: Custom Audience terms</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; }
  body::before { content: 'SANDBOX'; position: fixed; inset: 0; display: grid; place-items: center; rotate: -24deg;
    font: 700 15vw system-ui; color: #0001; pointer-events: none; }
  button { font: inherit; padding: .5rem 1.5rem; }
</style>
<p><strong>SANDBOX</strong>: this page only looks like Meta's. Nothing here reaches Facebook.</p>
<main>${body}</main></html>`,
  };
}
