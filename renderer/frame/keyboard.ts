import { useEffect } from 'react';

import { useMoments } from '../moments.ts';

/** What the key that goes with letters is called on this computer. */
export const COMMAND_KEY = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const FIELDS = 'input, select, textarea, [contenteditable]';

/**
 * The keys of the window. A button names its letter in aria-keyshortcuts, a row marks what Enter opens with
 * data-row, a pane carries data-pane: the page says what it offers, and this is the only listener.
 * Single letters rest inside fields and dialogs and can be switched off (WCAG 2.1.4).
 */
export function useKeyboard(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      if (isPaletteKey(event)) {
        event.preventDefault();
        const { isPaletteOpen, setPaletteOpen } = useMoments.getState();
        // A question stays until it is answered.
        if (isPaletteOpen || !document.querySelector('dialog[open]')) setPaletteOpen(!isPaletteOpen);
        return;
      }
      if (event.ctrlKey || event.metaKey) return;
      if (document.querySelector('dialog[open], [popover]:popover-open')) return;
      if (pressed(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Ctrl K, on a Mac Cmd K; from within fields too. */
function isPaletteKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'k' && !shiftKey && ctrlKey !== metaKey;
}

function pressed({ key, target, shiftKey }: KeyboardEvent): boolean {
  if (key === 'F6') return focusNext('[data-pane]', shiftKey ? -1 : 1);
  const element = target instanceof Element ? target : document.body;
  if (element.matches(FIELDS)) return false;
  const isInRow = element.closest('[data-row]') !== null;
  if (key === 'ArrowDown' || key === 'ArrowUp') return isInRow && focusNext('[data-row]', key === 'ArrowDown' ? 1 : -1);
  if (key === 'Escape') return leave(element);
  if (!useMoments.getState().singleKeys || key.length !== 1) return false;
  const letter = key.toLowerCase();
  if (letter === 'j' || letter === 'k') return focusNext('[data-row]', letter === 'j' ? 1 : -1);
  const button = document.querySelector<HTMLButtonElement>(`button[aria-keyshortcuts="${CSS.escape(letter)}"]:enabled`);
  button?.click();
  return button !== null;
}

/** Moves the focus to the next of its kind; the first, when the focus is elsewhere. */
function focusNext(selector: string, step: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = all.findIndex((element) => element.contains(document.activeElement));
  const next = at === -1 ? all[0] : all[(at + step + all.length) % all.length];
  if (!next) return false;
  const goal =
    selector === '[data-pane]' ? (next.querySelector<HTMLElement>('a, button, [tabindex="0"]') ?? next) : next;
  goal.focus();
  return true;
}

/** Esc closes an open row, else goes one level up. */
function leave(element: Element): boolean {
  const open = element.closest<HTMLElement>('[data-row][aria-expanded="true"]');
  if (open) {
    open.click();
    return true;
  }
  const { route } = useMoments.getState();
  // Nobody leaves a half-made job by a key that closes dialogs.
  if (route.screen === 'home' || route.screen === 'wizard') return false;
  window.location.hash = route.screen === 'job' ? '#/jobs' : '#/home';
  return true;
}
