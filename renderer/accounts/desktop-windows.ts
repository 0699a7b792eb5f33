import type { DesktopBridge } from '../../preload/contract/desktop.ts';

/** The windows of the desktop app for Meta's pages; null in a browser, which opens them itself. */
export function desktopWindows(): DesktopBridge['windows'] | null {
  const { muster } = window as { readonly muster?: Partial<Pick<DesktopBridge, 'windows'>> };
  return muster?.windows ?? null;
}
