import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build, type PluginOption } from 'vite';

import { ask } from '../../main/commands/follow.ts';
import type { Clock } from '../../main/engine/ports.ts';
import { type Host, openHost } from '../../main/host.ts';
import { systemClock } from '../../main/hosted/this-computer.ts';
import { serveBrowser } from '../../main/loopback/serve.ts';
import type { CallName, Input, Output } from '../../preload/contract/contract.ts';
import type { StepChoice } from '../../preload/contract/wizard.ts';

/** The real page over a real engine and the sandbox, as one who is connected to it. */
export interface WizardSite {
  readonly host: Host;
  /** Works once. */
  readonly url: string;
  readonly connectionId: number;
  ask<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** The first ad account of a state. */
  account(state: string): string;
  /** A list of so many people, as the picker would have chosen it. */
  list(people: number, header?: string, cell?: (place: number) => string): number;
  /** A draft with a list of forty people in this ad account; its number. */
  draft(step: Partial<StepChoice>, more?: Partial<Input<'drafts.save'>['settings']>): Promise<number>;
  /** Sets the engine's clock on, as after a sleep of the computer. */
  leap(ms: number): void;
  /** A call to the sandbox: of its Graph API (`/act_1/customaudiences`) or its control endpoint (`/_sandbox/terms`). */
  meta(
    method: string,
    path: string,
    body?: Readonly<Record<string, string | number>>,
  ): Promise<Record<string, unknown>>;
}

/** Builds the page into a folder of its own, so that two runs at a time do not empty each other's. */
export async function buildPage(plugins: readonly PluginOption[] = []): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'muster-page-'));
  await build({
    configFile: false,
    root: join(import.meta.dirname, '..', '..', 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react(), ...plugins],
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, minify: false },
  });
  return outDir;
}

/** Playwright's `test` with the page built once a worker and an engine of its own for each test. */
export const test = base.extend<{ readonly site: WizardSite }, { readonly pageDir: string }>({
  pageDir: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads off the pattern what a fixture needs
    async ({}, use) => {
      const outDir = await buildPage();
      await use(outDir);
      rmSync(outDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  site: async ({ pageDir }, give) => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-wizard-'));
    let ahead = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
    const host = await openHost({ dataDir: join(folder, 'data'), withSandbox: true }, clock);
    host.engine.start();
    const { sandbox, engine } = host;
    if (!sandbox) throw new Error('no sandbox');
    const page = await serveBrowser(
      { call: (name, input) => engine.call(name as CallName, input as never), onEvent: engine.onEvent },
      pageDir,
      0,
    );
    const site: Omit<WizardSite, 'draft'> = {
      host,
      url: page.url,
      connectionId: await engine.host.connect(null, sandbox.accessToken),
      ask: (name, input) => ask(engine, name, input),
      account: (state) => sandbox.accounts.find((one) => one.state === state)?.id ?? '',
      list(people, header = 'Email;First name', cell = (place) => `anna.${place}@example.com;Anna`) {
        const path = join(folder, `people-${people}-${header.length}.csv`);
        const rows = Array.from({ length: people }, (_, place) => cell(place));
        writeFileSync(path, [header, ...rows, ''].join('\n'));
        return engine.host.addFile(path).sourceId;
      },
      leap(ms) {
        ahead += ms;
        engine.host.wake();
      },
      async meta(method, path, body) {
        const url = `${sandbox.graphUrl}${path.startsWith('/_sandbox') ? '' : '/v26.0'}${path}`;
        const headers = { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' };
        const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
        return (await answer.json()) as Record<string, unknown>;
      },
    };
    await give({
      ...site,
      async draft(step, more = {}) {
        const { id } = await site.ask('drafts.save', {
          place: 'audience',
          settings: {
            connectionId: site.connectionId,
            source: { kind: 'file', sourceId: site.list(40) },
            sourceName: 'people.csv',
            ...more,
            steps: [{ account: site.account('healthy'), ...step }],
          },
        });
        return id;
      },
    });
    await page.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  },
});
