import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * For what may go away while it is used, such as a row whose button settles it: the title of the screen takes the focus, so that
 * the keyboard does not start again at the top of the window.
 */
export function useHandsOverFocus<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element?.contains(document.activeElement)) document.querySelector<HTMLElement>('main h1')?.focus();
    };
  }, []);
  return ref;
}
