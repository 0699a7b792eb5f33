import { CircleX } from 'lucide-react';

import { useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';

/** Files that were dropped on this page, by the engine's ids. They live as long as the page. */
const dropped = new Map<string, File>();
/** Files that are streamed just now: leaving the page would cut them short. */
const streaming = new Set<string>();
const PART = 1_000_000;

window.addEventListener('beforeunload', (event) => {
  if (streaming.size > 0) event.preventDefault();
});

/** Tells the engine of a dropped file with its first bytes, for the preview; the file itself stays in the page. */
export function useBeginDrop(): (file: File) => Promise<{ readonly dropId: string; readonly name: string }> {
  const ask = useAsk();
  return async (file) => {
    const head = await base64(file.slice(0, PART));
    const { dropId } = await ask('drops.begin', { name: file.name, bytes: file.size, head });
    dropped.set(dropId, file);
    return { dropId, name: file.name };
  };
}

/** Whether this page has the file of a drop; another page, or this one before it was loaded again, may have had it. */
export function hasDrop(dropId: string): boolean {
  return dropped.has(dropId);
}

/**
 * Streams a dropped file to the run that reads it, as fast as it reads; call it after the launch and do not wait. When the line breaks
 * the engine ends the run as cut short, and the page says so.
 */
export function useSendDrop(): (dropId: string) => Promise<void> {
  const ask = useAsk();
  const { t } = useTexts();
  return async (dropId) => {
    const file = dropped.get(dropId);
    // Launched twice by a double click: it is one job, and the file is on its way.
    if (!file || streaming.has(dropId)) return;
    streaming.add(dropId);
    try {
      for (let [seq, from, isLast] = [0, 0, false]; !isLast; seq += 1, from += PART) {
        isLast = from + PART >= file.size;
        const data = await base64(file.slice(from, from + PART));
        const { isWanted } = await ask('drops.write', { dropId, seq, data, isLast });
        if (!isWanted) return;
      }
    } catch {
      useMoments.getState().showToast({
        key: `drop ${dropId}`,
        family: 'bad',
        icon: CircleX,
        title: t('wizard.drop.cut', { name: file.name }),
        text: t('wizard.drop.cut.text'),
      });
    } finally {
      streaming.delete(dropId);
      dropped.delete(dropId);
    }
  };
}

/** The bytes as base64, without passing through a string of characters that each are a byte. */
function base64(part: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')));
    reader.readAsDataURL(part);
  });
}
