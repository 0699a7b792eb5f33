import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';

/** The policy of both hosts, so that a page which needs more fails here first. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Builds the page over the fake engine and serves it; also `node test/renderer/preview-site.ts` to look at it. */
export async function servePreview(port = 0): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  // Of its own, so that two runs at a time do not empty each other's.
  const outDir = mkdtempSync(join(tmpdir(), 'muster-preview-'));
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
  });
  const server = await preview({
    configFile: false,
    root: import.meta.dirname,
    build: { outDir },
    preview: { host: '127.0.0.1', port, headers: { 'content-security-policy': CSP } },
    logLevel: 'error',
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('the preview has no address');
  return {
    url,
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

if (import.meta.main) {
  const { url } = await servePreview(4178);
  for (const world of ['full', 'empty', 'failing', 'slow', 'silent']) console.log(`${url}?world=${world}`);
}
