import { processLocale, text } from '../../preload/messages/text.ts';

/** Path of the page that is shown while there is no engine to show anything else. */
export const REPAIR_PATH = '/repair';

/** What its links ask for: addresses that nobody serves, caught before the window goes there. */
const REPAIR_ACTIONS = ['start-again', 'data-folder', 'change-folder', 'quit'] as const;
export type RepairAction = (typeof REPAIR_ACTIONS)[number];

/** The action that an address of the repair page asks for. */
export function repairActionOf(url: string): RepairAction | null {
  return REPAIR_ACTIONS.find((action) => url === `app://muster${REPAIR_PATH}/${action}`) ?? null;
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE = `:root{color-scheme:light dark;--page:#f6f7f9;--text:#16181d;--line:#8a919e;--act:#0b6680;--on-act:#fff}
@media(prefers-color-scheme:dark){:root{--page:#14161a;--text:#e8eaee;--line:#6b7280;--act:#5cc0da;--on-act:#08222b}}
body{background:var(--page);color:var(--text);font:15px/1.55 system-ui,sans-serif;max-width:36rem;margin:18vh auto 0;padding:0 1.5rem}
h1{font-size:1.35rem;line-height:1.25}ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}
a{display:block;padding:.4rem .9rem;border:1px solid var(--line);border-radius:6px;color:inherit;text-decoration:none}
li:first-child a{background:var(--act);border-color:var(--act);color:var(--on-act)}
a:focus-visible{outline:2px solid var(--act);outline-offset:2px}`;

/** Says why there is no engine and offers what can be done. It runs no script and loads nothing, so that it works when all else fails. */
export function repairPage(why: string): Response {
  const links = REPAIR_ACTIONS.map(
    (action) =>
      `<li><a href="${REPAIR_PATH}/${action}" data-testid="repair-${action}">${escaped(text(`desktop.repair.${action}`))}</a></li>`,
  );
  const title = escaped(text('desktop.repair.title'));
  const body = `<!doctype html>
<html lang="${processLocale()}"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p>${escaped(why)}</p><ul>${links.join('')}</ul></main></body></html>
`;
  return new Response(body, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
  });
}

function escaped(plain: string): string {
  return plain.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
