import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleX, RotateCcw, Settings2 } from 'lucide-react';

import type { Settings, SettingsChange } from '../../preload/contract/settings.ts';
import { EngineRefusal, useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import type { Reading } from '../queries.ts';
import { useTexts } from '../text.ts';

/** What is set in the engine, for all of its windows and the command line. */
export function useSettings(): Reading<Settings> {
  const ask = useAsk();
  return useQuery({ queryKey: ['settings'], queryFn: () => ask('settings.get', {}) });
}

/** Changes a setting at once; the toast takes it back. `name` stands in its sentence. */
export function useChangeSetting(): (
  change: SettingsChange,
  name: string,
  before: SettingsChange | null,
) => Promise<void> {
  const ask = useAsk();
  const client = useQueryClient();
  const { t } = useTexts();
  const showToast = useMoments((now) => now.showToast);
  const store = async (change: SettingsChange): Promise<void> => {
    client.setQueryData(['settings'], await ask('settings.change', change));
  };
  const failed = (error: unknown): void => {
    const text = error instanceof EngineRefusal ? error.message : undefined;
    showToast({ key: 'setting', family: 'bad', icon: CircleX, title: t('ui.settings.failed'), text });
  };
  return async (change, name, before) => {
    try {
      await store(change);
      showToast({
        key: 'setting',
        family: 'ok',
        icon: Settings2,
        title: t('ui.settings.saved', { name }),
        action: before
          ? { label: t('ui.settings.undo'), icon: RotateCcw, onPress: () => void store(before).catch(failed) }
          : undefined,
      });
    } catch (error) {
      failed(error);
    }
  };
}
