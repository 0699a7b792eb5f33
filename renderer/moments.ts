import type { LucideIcon } from 'lucide-react';
import { create } from 'zustand';

import type { QueueTarget, RequeueOrder } from '../preload/contract/queue.ts';
import { parseRoute } from './route.ts';
import type { Route } from './route.ts';
import type { Family } from './ui/chip.tsx';

export type Theme = 'system' | 'light' | 'dark';

/** What just came of something, said once in a corner of the window. */
export interface Toast {
  /** A toast about the same thing takes the place of the one before. */
  readonly key: string;
  readonly family: Family;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string | undefined;
  /** With an action it stays until it is answered. */
  readonly action?: { readonly label: string; readonly icon: LucideIcon; readonly onPress: () => void } | undefined;
}

/** A question that the window asks before it acts. `name` stands in its sentences. */
export type Question =
  | {
      readonly kind: 'cancel';
      readonly target: QueueTarget;
      readonly name: string;
      readonly isReading: boolean;
      /** It reaches several steps, in each of which somebody may wait. */
      readonly hasSteps: boolean;
    }
  | { readonly kind: 'requeue'; readonly order: RequeueOrder; readonly people: number; readonly name: string }
  | { readonly kind: 'release'; readonly holdId: number; readonly people: number; readonly since: number };

const MOST_TOASTS = 3;

/** What lasts only as long as the window: where we are, how it looks, whether the engine answers, what was just said or asked. */
interface Moments {
  readonly route: Route;
  readonly theme: Theme;
  readonly singleKeys: boolean;
  readonly isSheetOpen: boolean;
  readonly isPaletteOpen: boolean;
  /** Stop of the tour of the sample job, from 0; null = nobody is being shown around. */
  readonly tourStop: number | null;
  readonly isAnswering: boolean;
  /** The person has left the first screen, so a new screen may take the focus. */
  readonly hasMoved: boolean;
  readonly toasts: readonly Toast[];
  readonly question: Question | null;
  readonly setTheme: (theme: Theme) => void;
  readonly setSingleKeys: (on: boolean) => void;
  readonly setSheetOpen: (open: boolean) => void;
  readonly setPaletteOpen: (open: boolean) => void;
  readonly setTourStop: (stop: number | null) => void;
  readonly setAnswering: (answering: boolean) => void;
  readonly showToast: (toast: Toast) => void;
  readonly dropToast: (key: string) => void;
  readonly ask: (question: Question | null) => void;
}

export const useMoments = create<Moments>((set) => ({
  route: parseRoute(window.location.hash),
  theme: storedTheme(),
  singleKeys: localStorage.getItem('muster.keys') !== 'off',
  isSheetOpen: false,
  isPaletteOpen: false,
  tourStop: null,
  isAnswering: true,
  hasMoved: false,
  toasts: [],
  question: null,
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
  setPaletteOpen: (isPaletteOpen) => set({ isPaletteOpen }),
  setTourStop: (tourStop) => set({ tourStop }),
  setAnswering: (isAnswering) => set((now) => (now.isAnswering === isAnswering ? now : { isAnswering })),
  showToast: (toast) =>
    set(({ toasts }) => ({ toasts: [...toasts.filter(({ key }) => key !== toast.key), toast].slice(-MOST_TOASTS) })),
  dropToast: (dropped) => set(({ toasts }) => ({ toasts: toasts.filter(({ key }) => key !== dropped) })),
  ask: (question) => set({ question }),
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
