import { create } from 'zustand';

import { parseRoute } from './route.ts';
import type { Route } from './route.ts';

export type Theme = 'system' | 'light' | 'dark';

/** What lasts only as long as the window: where we are, how it looks, whether the engine answers. */
interface Moments {
  readonly route: Route;
  readonly theme: Theme;
  readonly singleKeys: boolean;
  readonly isSheetOpen: boolean;
  readonly isAnswering: boolean;
  /** The person has left the first screen, so a new screen may take the focus. */
  readonly hasMoved: boolean;
  readonly setTheme: (theme: Theme) => void;
  readonly setSingleKeys: (on: boolean) => void;
  readonly setSheetOpen: (open: boolean) => void;
  readonly setAnswering: (answering: boolean) => void;
}

export const useMoments = create<Moments>((set) => ({
  route: parseRoute(window.location.hash),
  theme: storedTheme(),
  singleKeys: localStorage.getItem('muster.keys') !== 'off',
  isSheetOpen: false,
  isAnswering: true,
  hasMoved: false,
  setTheme(theme) {
    localStorage.setItem('muster.theme', theme);
    showTheme(theme);
    set({ theme });
  },
  setSingleKeys(singleKeys) {
    localStorage.setItem('muster.keys', singleKeys ? 'on' : 'off');
    set({ singleKeys });
  },
  setSheetOpen: (isSheetOpen) => set({ isSheetOpen }),
  setAnswering: (isAnswering) => set((now) => (now.isAnswering === isAnswering ? now : { isAnswering })),
}));

window.addEventListener('hashchange', () =>
  useMoments.setState({ route: parseRoute(window.location.hash), hasMoved: true }),
);
showTheme(storedTheme());

function storedTheme(): Theme {
  const stored = localStorage.getItem('muster.theme');
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
