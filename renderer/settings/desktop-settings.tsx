import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FolderOpen, FolderPen, RefreshCw } from 'lucide-react';

import type { Reply } from '../../preload/contract/contract.ts';
import type { AppState, AppUpdate, DesktopBridge } from '../../preload/contract/desktop.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Fact, Tick } from './setting-rows.tsx';

/** The desktop app around this page; null in a browser. */
function desktopApp(): DesktopBridge['app'] | null {
  const { muster } = window as { readonly muster?: Partial<Pick<DesktopBridge, 'app'>> };
  return muster?.app ?? null;
}

function useApp(app: DesktopBridge['app'] | null) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['app'],
    queryFn: async () => (app ? valueOf(await app.state()) : null),
    // A download goes on while one looks, and nobody tells of it.
    refetchInterval: app ? 5_000 : false,
  });
  const take = async (asked: Promise<Reply<AppState>>): Promise<void> => {
    client.setQueryData(['app'], valueOf(await asked));
  };
  return { state: data ?? null, take: (asked: Promise<Reply<AppState>>) => void take(asked) };
}

function valueOf(reply: Reply<AppState>): AppState | null {
  return reply.ok ? reply.value : null;
}

/** Opens the data folder, or another one; nothing in a browser. */
export function DataFolderButtons() {
  const { t } = useTexts();
  const app = desktopApp();
  if (!app) return null;
  return (
    <>
      <Button icon={FolderOpen} testId="open-data-folder" onPress={() => void app.showDataFolder()}>
        {t('ui.settings.dataFolder.open')}
      </Button>
      <Button icon={FolderPen} testId="change-data-folder" onPress={() => void app.changeDataFolder()}>
        {t('ui.settings.dataFolder.change')}
      </Button>
    </>
  );
}

/** Tray, start and updates: of the app on this computer, so that a browser shows nothing of it. */
export function DesktopSettings() {
  const { t } = useTexts();
  const app = desktopApp();
  const { state, take } = useApp(app);
  if (!app || !state) return null;
  return (
    <>
      <SectionHead title={t('ui.settings.app')} />
      <Tick
        testId="setting-tray"
        label={t('desktop.tray.stays')}
        help={t('ui.settings.tray.help')}
        isOn={state.staysInTray}
        onChange={(staysInTray) => take(app.change({ staysInTray }))}
      />
      <Tick
        testId="setting-login"
        label={t('desktop.tray.login')}
        help={t('ui.settings.login.help')}
        isOn={state.opensAtLogin}
        onChange={(opensAtLogin) => take(app.change({ opensAtLogin }))}
      />
      <Fact name={t('ui.settings.updates')}>
        <span data-testid="update-state">{updateText(state.update)}</span>
        {state.update.kind === 'ready' && (
          <Button icon={Download} testId="update-install" onPress={() => void app.installUpdate()}>
            {t('ui.settings.updates.install')}
          </Button>
        )}
        {(state.update.kind === 'newest' || state.update.kind === 'failed') && (
          <Button icon={RefreshCw} testId="update-check" onPress={() => take(app.checkForUpdates())}>
            {t('ui.settings.updates.check')}
          </Button>
        )}
      </Fact>
    </>
  );

  function updateText(update: AppUpdate): string {
    switch (update.kind) {
      case 'off':
      case 'newest':
        return t(`ui.settings.updates.${update.kind}`);
      case 'downloading':
        return t('ui.settings.updates.downloading', { ...update });
      case 'ready':
        return t('ui.settings.updates.ready', { version: update.version });
      case 'failed':
        return t('ui.settings.updates.failed', { said: update.message });
    }
  }
}
