import { join } from 'node:path';

import { app, protocol, type Session, session } from 'electron';

import { PAGE_POLICY, staticFile } from '../loopback/static-files.ts';
import { REPAIR_PATH, repairPage } from './repair-page.ts';

/** Our page has a scheme of its own: `file://` would give it the whole disk. */
export const PAGE_URL = 'app://muster/';

/** To be called before the app is ready. */
export function preparePage(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page, and what stands in for it while there is no engine; `why` tells why there is none. */
export function servePage(why: () => string): void {
  const root = join(app.getAppPath(), 'out', 'renderer');
  protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    if (host !== new URL(PAGE_URL).host) return new Response('There is no such page.', { status: 404 });
    if (pathname === REPAIR_PATH) return repairPage(why());
    const file = await staticFile(root, pathname);
    if (!file) return new Response('There is no such page.', { status: 404 });
    return new Response(new Uint8Array(file.body), {
      headers: {
        'content-type': file.type,
        'content-security-policy': PAGE_POLICY,
        'x-content-type-options': 'nosniff',
      },
    });
  });
  denyPermissions(session.defaultSession, (permission, from) => permission === COPY && `${from}/`.startsWith(PAGE_URL));
}

/** Writing plain text to the clipboard, after a click. */
const COPY = 'clipboard-sanitized-write';

/** Gives pages of this session no permission but those that `allows`, which is told who asks by address or origin. */
export function denyPermissions(
  pages: Session,
  allows: (permission: string, from: string) => boolean = () => false,
): void {
  pages.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allows(permission, requestingUrl)),
  );
  pages.setPermissionCheckHandler((_contents, permission, origin) => allows(permission, origin));
}
