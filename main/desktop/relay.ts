import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { z } from 'zod';

import type { CallName, Reply } from '../../preload/contract/contract.ts';
import type { AppChange, AppState } from '../../preload/contract/desktop.ts';
import type { EngineHost } from './engine-host.ts';
import type { Logins } from './logins.ts';
import { PAGE_URL } from './page.ts';

interface RelayOptions {
  readonly page: WebContents;
  readonly engine: EngineHost;
  readonly logins: Logins;
  /** The system's dialog, and what became of the choice. */
  readonly chooseFile: () => Promise<Reply<unknown>>;
  /** Starts the wizard with a file. The path is the preload's word, so it is the person's. */
  readonly dropFile: (path: string) => void;
  /** The computer has a network again. */
  readonly onNetwork: () => void;
  readonly app: AppAnswers;
}

/** What the page may ask of the app itself. */
interface AppAnswers {
  state(): AppState;
  change(change: AppChange): void;
  showDataFolder(): void;
  changeDataFolder(): void;
  checkForUpdates(): Promise<void>;
  installUpdate(): void;
}

const REFUSED: Reply<never> = { ok: false, code: 'refused', message: 'Muster answers its own page only.' };
const BAD_INPUT: Reply<never> = { ok: false, code: 'bad_input', message: 'This was not asked as agreed.' };

const TermsWindow = z.object({
  connectionId: z.number().int().positive(),
  account: z.string().regex(/^act_\d+$/),
  page: z.enum(['business', 'personal', 'business_tools']),
});
const Change = z.object({ staysInTray: z.boolean(), opensAtLogin: z.boolean() }).partial();
const Disconnect = z.object({ connectionId: z.number(), account: z.null().default(null) });

/** Answers what our own page asks, and nobody else; tells it what the engine tells. */
export function relay({ page, engine, logins, chooseFile, dropFile, onNetwork, app }: RelayOptions): void {
  const answer = (channel: string, act: (...given: readonly unknown[]) => unknown): void =>
    ipcMain.handle(channel, (event, ...given: readonly unknown[]) => (isOurs(event, page) ? act(...given) : REFUSED));

  answer('call', async (name, input) => {
    // The engine refuses names and inputs that are not in the contract.
    const reply = await engine.call(String(name) as CallName, input as never);
    const disconnected = name === 'connections.disconnect' && reply.ok ? Disconnect.safeParse(input) : null;
    if (disconnected?.success) await logins.forget(disconnected.data.connectionId);
    return reply;
  });
  answer('files.choose', chooseFile);
  answer('files.drop', (path) => {
    if (typeof path === 'string') dropFile(path);
  });
  answer('network.back', onNetwork);
  answer('windows.openLogin', (attemptId) => (typeof attemptId === 'string' ? logins.openLogin(attemptId) : BAD_INPUT));
  answer('windows.openTerms', (order) => {
    const parsed = TermsWindow.safeParse(order);
    return parsed.success ? logins.openTerms(parsed.data) : BAD_INPUT;
  });
  const stateNow = (): Reply<AppState> => ({ ok: true, value: app.state() });
  const done = (act: () => void) => (): Reply<null> => {
    act();
    return { ok: true, value: null };
  };
  answer('app.state', stateNow);
  answer('app.change', (change) => {
    const parsed = Change.safeParse(change);
    if (!parsed.success) return BAD_INPUT;
    app.change(parsed.data as AppChange);
    return stateNow();
  });
  answer('app.showDataFolder', done(app.showDataFolder));
  answer('app.changeDataFolder', done(app.changeDataFolder));
  answer('app.checkForUpdates', () => app.checkForUpdates().then(stateNow));
  answer('app.installUpdate', done(app.installUpdate));
  engine.onEvent((event) => {
    if (!page.isDestroyed()) page.send('event', event);
  });
}

/** The main frame of our window, while it shows our page. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, page: WebContents): boolean {
  return sender === page && senderFrame?.parent === null && senderFrame.url.startsWith(PAGE_URL);
}
