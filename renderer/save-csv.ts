import { CircleX, Download } from 'lucide-react';
import { useState } from 'react';

import { EngineRefusal } from './engine.tsx';
import { useMoments } from './moments.ts';
import { saveFile } from './save-file.ts';
import { useTexts } from './text.ts';

/** Saves what `read` gives, part by part, as a CSV file, and says what came of it. */
export function useSaveCsv(): {
  readonly isSaving: boolean;
  readonly save: (name: string, read: () => Promise<readonly string[]>) => void;
} {
  const { t } = useTexts();
  const showToast = useMoments((now) => now.showToast);
  const [isSaving, setSaving] = useState(false);
  const run = async (name: string, read: () => Promise<readonly string[]>): Promise<void> => {
    setSaving(true);
    try {
      saveFile(await read(), name, 'text/csv');
      showToast({ key: 'csv', family: 'ok', icon: Download, title: t('ui.activity.exported', { name }) });
    } catch (error) {
      const text = error instanceof EngineRefusal ? error.message : undefined;
      showToast({ key: 'csv', family: 'bad', icon: CircleX, title: t('ui.activity.export.failed'), text });
    }
    setSaving(false);
  };
  return { isSaving, save: (name, read) => void run(name, read) };
}
