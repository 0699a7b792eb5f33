import { app, dialog, shell } from 'electron';

import { chooseLanguage, localeFor, text } from '../../preload/messages/text.ts';
import { restoredText } from '../commands/output.ts';
import type { Actions } from './actions.ts';
import { type EngineHost, startEngine } from './engine-host.ts';
import type { Incoming } from './incoming.ts';
import { createLists } from './lists.ts';
import { HIDDEN, opensAtLogin, setOpensAtLogin } from './login-item.ts';
import { createLogins } from './logins.ts';
import { setMenuBar } from './menu.ts';
import { isMetaPage, sandboxOf } from './meta-hosts.ts';
import { newsBetween } from './news.ts';
import { createNotifier } from './notifier.ts';
import { servePage } from './page.ts';
import { followPower } from './power.ts';
import { relay } from './relay.ts';
import type { RepairAction } from './repair-page.ts';
import { openSettings } from './settings.ts';
import { isAllPaused, progressOf, type Snapshot, stateText, syncStateOf } from './sync-state.ts';
import { openTray } from './tray.ts';
import { startUpdates, type Updates, updateNotice } from './updates.ts';
import { watchEngine } from './watch.ts';
import { openMainWindow } from './window.ts';

/** The running app, as the events of the system see it. */
export interface Desktop {
  show(): void;
  take(incoming: readonly Incoming[]): void;
  /** Ends all that is under way, five seconds at most; what was not done is done after the next start. */
  close(): Promise<void>;
}

/** Opens the engine, the window, the menus and the tray. To be called once, when Electron is ready. */
export function openDesktop(): Desktop {
  // Apps that are started from a desktop have no POSIX locale; the engine's process inherits this one.
  process.env['MUSTER_LANG'] ??= localeFor(app.getPreferredSystemLanguages());
  const settings = openSettings();
  const dataDir = settings.get('dataFolder') ?? app.getPath('userData');
  let snapshot: Snapshot | null = null;
  let wasPaused: boolean | null = null;
  let isQuitting = false;
  let updates: Updates | null = null;

  const engine: EngineHost = startEngine(dataDir, () => {
    if (engine.health === 'down') main.load('repair');
    if (engine.health === 'ready') {
      void tellOfRepair();
      void learnLanguage();
    }
    show();
    watch.look();
  });
  servePage(() => engine.why);

  const main = openMainWindow({
    settings,
    startsHidden: process.argv.includes(HIDDEN),
    staysOnClose: () => !isQuitting && settings.get('staysInTray'),
    onLink: openLink,
    onRepair: repair,
    onHidden: tellOfTray,
  });
  const { window } = main;
  const logins = createLogins(engine, window);

  const actions: Actions = {
    open(hash) {
      main.show();
      if (hash !== undefined) main.go(hash);
    },
    chooseList: () => void lists.chooseAndOpen(),
    pauseAll: (isPaused) =>
      void engine.call(isPaused ? 'queue.pause' : 'queue.resume', { scope: 'everything' }).then(() => watch.look()),
    setStaysInTray(stays) {
      settings.set('staysInTray', stays);
      show();
    },
    setOpensAtLogin(opens) {
      setOpensAtLogin(opens);
      show();
    },
    showDataFolder: () => void shell.openPath(dataDir),
    changeDataFolder: () => void changeDataFolder(),
    quit: () => app.quit(),
  };
  const lists = createLists(engine, window, actions.open);
  const tray = openTray(actions);
  const notify = createNotifier(actions.open);
  const power = followPower({ onWake: wake, onShutdown: actions.quit });
  relay({
    page: window.webContents,
    engine,
    logins,
    chooseFile: lists.choose,
    dropFile: (path) => void lists.open(path),
    onNetwork: wake,
    app: {
      state: () => ({
        staysInTray: settings.get('staysInTray'),
        opensAtLogin: opensAtLogin(),
        update: updates?.state() ?? { kind: 'off' },
      }),
      change({ staysInTray, opensAtLogin: opens }) {
        if (staysInTray !== undefined) actions.setStaysInTray(staysInTray);
        if (opens !== undefined) actions.setOpensAtLogin(opens);
      },
      showDataFolder: actions.showDataFolder,
      changeDataFolder: actions.changeDataFolder,
      checkForUpdates: async () => updates?.check(),
      installUpdate: () => void installUpdate(),
    },
  });
  const watch = watchEngine(engine, (now) => {
    for (const news of newsBetween(snapshot, now)) {
      if (news.isUrgent || !window.isFocused()) notify(news);
    }
    snapshot = now;
    show();
  });
  window.on('focus', () => watch.look());
  void startUpdates(app.isPackaged ? process.resourcesPath : null, (state) => {
    const notice = updateNotice(state);
    if (notice) notify({ ...notice, hash: '#/settings', isUrgent: true });
  }).then((started) => (updates = started));
  engine.onEvent(({ event }) => {
    if (event === 'settings.changed') void learnLanguage();
  });

  function show(): void {
    if (window.isDestroyed()) return;
    const state = syncStateOf(engine.health, snapshot);
    const isPaused = snapshot !== null && isAllPaused(snapshot);
    tray.show({
      state: stateText(state, snapshot),
      isPaused,
      canPause: engine.health === 'ready',
      staysInTray: settings.get('staysInTray'),
      opensAtLogin: opensAtLogin(),
    });
    if (isPaused !== wasPaused) setMenuBar(actions, isPaused);
    wasPaused = isPaused;
    window.setTitle(engine.health === 'restarting' ? `Muster – ${stateText(state, null)}` : 'Muster');
    window.setProgressBar(progressOf(state, snapshot) ?? NO_PROGRESS);
    power.setWorking(state === 'working');
  }

  /** The computer was asleep, or without a network: whatever was read before may be hours old, and waits may be over. */
  function wake(): void {
    for (const event of ['jobs.changed', 'holds.changed', 'status.changed'])
      window.webContents.send('event', { event });
    void engine.askAsHost('wake', null);
    watch.look();
  }

  function repair(action: RepairAction): void {
    switch (action) {
      case 'start-again':
        engine.startAgain();
        main.load('page');
        return;
      case 'data-folder':
        actions.showDataFolder();
        return;
      case 'change-folder':
        actions.changeDataFolder();
        return;
      case 'quit':
        actions.quit();
        return;
    }
  }

  /** What is in the folder so far stays there, and another one may have a Muster of its own in it. */
  async function changeDataFolder(): Promise<void> {
    const title = text('desktop.folder.choose');
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      defaultPath: dataDir,
      properties: ['openDirectory', 'createDirectory'],
    });
    const [folder] = filePaths;
    if (canceled || folder === undefined || folder === dataDir) return;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: text('desktop.folder.ask', { folder }),
      detail: text('desktop.folder.ask.text', { folder: dataDir }),
      buttons: [text('desktop.folder.act'), text('desktop.meta.close')],
    });
    if (response !== 0) return;
    settings.set('dataFolder', folder);
    app.relaunch();
    app.quit();
  }

  /** A database that was found damaged has been replaced by a backup, and not everything in it may be sent as it is. */
  async function tellOfRepair(): Promise<void> {
    const restored = engine.takeRestored();
    if (!restored) return;
    const message = text('desktop.restored');
    const buttons = [text('desktop.meta.close')];
    await dialog.showMessageBox(window, { type: 'warning', message, detail: restoredText(restored, dataDir), buttons });
  }

  /** The language of menus, tray and notifications is the one that is set in the engine. */
  async function learnLanguage(): Promise<void> {
    const reply = await engine.call('settings.get', {});
    if (!reply.ok) return;
    const { language } = reply.value;
    chooseLanguage(language === 'system' ? null : language);
    wasPaused = null;
    show();
  }

  /** The installer of Windows ends an app that is still at work, so it ends before. */
  async function installUpdate(): Promise<void> {
    if (updates?.state().kind !== 'ready') return;
    isQuitting = true;
    await engine.close();
    updates.install();
  }

  /** Said once: a window that is closed and an app that goes on are not what everybody expects. */
  function tellOfTray(): void {
    if (settings.get('wasToldOfTray')) return;
    settings.set('wasToldOfTray', true);
    notify({ title: text('desktop.tray.told'), body: text('desktop.tray.told.text'), hash: '#/home', isUrgent: true });
  }

  return {
    show: () => actions.open(),
    take(incoming) {
      for (const one of incoming) {
        if (one.kind === 'file') void lists.open(one.path);
        else actions.open(one.hash);
      }
    },
    async close() {
      isQuitting = true;
      if (!window.isDestroyed()) window.hide();
      await engine.close();
    },
  };
}

/** What takes the progress off the task bar. */
const NO_PROGRESS = -1;

/** Links of our page lead to Meta's pages, shown in the browser that the person knows; nothing else is opened. */
function openLink(url: string): void {
  if (isMetaPage(url, sandboxOf(url))) void shell.openExternal(url);
}
