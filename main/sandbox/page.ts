import { createHash } from 'node:crypto';

import type { Answer } from './answers.ts';

/** HTML that is safe to show. Only `html` makes it. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/** HTML with everything that is put into it escaped, save markup; `undefined` shows nothing. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    markup: pieces.map((piece, index) => (index === 0 ? '' : markupOf(parts[index - 1])) + piece).join(''),
  };
}

const style = `
:root { color-scheme: light dark; --surface: light-dark(#fff, #181b1f); --frame: light-dark(#eef0f3, #0e1012);
  --text: light-dark(#14181c, #eceef0); --soft: light-dark(#4d5660, #a9b1ba); --line: light-dark(#d0d5da, #3a4047);
  --control: light-dark(#747d87, #838b94); --act: light-dark(#3b4fb0, #97a6ff); --on-act: light-dark(#fff, #0d1330);
  --good: light-dark(#17693f, #66c796); --bad: light-dark(#ad231b, #f58a80); --mark: light-dark(#14181c12, #eceef014); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--frame); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
body::after { content: 'SANDBOX'; position: fixed; inset: 0; display: grid; place-items: center; rotate: -24deg;
  font: 800 18vw/1 system-ui, sans-serif; color: var(--mark); pointer-events: none; z-index: 1; }
header { padding: .6rem 1rem; text-align: center; background: repeating-linear-gradient(-45deg, #ffd84d 0 14px, #f3c623 14px 28px); color: #1d1700; }
main { max-width: 40rem; margin: 1.5rem auto; padding: 1.25rem 1.5rem 1.5rem; background: var(--surface);
  border: 1px solid var(--line); border-radius: 8px; }
@media (max-width: 42rem) { main { margin: 0; border-width: 0 0 1px; border-radius: 0; } }
h1 { margin: 0 0 .75rem; font-size: 1.4rem; line-height: 1.3; }
h2 { margin: 1.5rem 0 .25rem; font-size: 1.05rem; }
p, ul, dl { margin: .6rem 0; }
small, .soft { color: var(--soft); font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; }
fieldset { margin: 1rem 0; padding: .25rem 0 0; border: 0; border-top: 1px solid var(--line); }
legend { padding-right: .5rem; font-weight: 600; }
label.row { display: grid; grid-template-columns: 1.25rem 1fr; gap: 0 .75rem; align-items: start; padding: .5rem 0; }
label.row input { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--act); }
label.row small { grid-column: 2; }
select { display: block; width: 100%; margin: .25rem 0 .5rem; padding: .4rem; font: inherit; color: inherit; background: var(--surface);
  border: 1px solid var(--control); border-radius: 6px; }
button { font: inherit; padding: .4rem 1.1rem; margin: .25rem .5rem .25rem 0; border-radius: 6px; cursor: pointer; color: var(--text);
  background: var(--surface); border: 1px solid var(--control); }
button.act { color: var(--on-act); background: var(--act); border-color: var(--act); font-weight: 600; }
a { color: var(--act); }
:focus-visible { outline: 2px solid var(--act); outline-offset: 2px; }
.terms { margin: 1rem 0; padding: .25rem 1rem; border-left: 4px solid var(--line); }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.person { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 0 1rem; padding: .35rem 0; border-top: 1px solid var(--line); }
.person form { margin: 0; }
`;

/** Made here, because the hash is of everything between the tags. */
const styleElement: Markup = { markup: `<style>${style}</style>` };

/** The one style is let in by its hash, so that no other can be. */
const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * A page of the sandbox: watermarked, without scripts, and with nothing from elsewhere.
 * @param formTarget an origin to which a form of the page may lead beside its own, as the dialog's redirect does
 */
export function page(status: number, title: string, body: Markup, formTarget = ''): Answer {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>SANDBOX: ${title}</title>
        ${styleElement}
      </head>
      <body>
        <header><strong>SANDBOX</strong> This page only looks like Meta’s. Nothing here reaches Facebook.</header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${formTarget}; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      // The address of a page may hold a code or a token.
      'referrer-policy': 'same-origin',
    },
    body: whole.markup,
  };
}

/** Sends the browser on, after a form as well. */
export function goTo(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 303, headers: { location, 'cache-control': 'no-store', ...headers }, body: '' };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
