import { Notification } from 'electron';

import type { News } from './news.ts';

/** Shows news of the system's kind. One of them is kept alive until it is gone, or a click on it would come to nobody. */
export function createNotifier(open: (hash: string) => void): (news: News) => void {
  const shown = new Set<Notification>();
  return ({ title, body, hash }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    shown.add(notification);
    notification.on('click', () => open(hash));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };
}
