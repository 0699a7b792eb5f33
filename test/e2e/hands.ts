import type { Locator } from '@playwright/test';

/** How a person uses a page: by pointer, or by keyboard alone. */
export interface Hands {
  /** A button, a link, a box or one of several. */
  press(target: Locator): Promise<void>;
  /** Fills a field that is empty. */
  write(target: Locator, text: string): Promise<void>;
}

export const pointer: Hands = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
};

export const keyboard: Hands = {
  async press(target) {
    await reach(target);
    const box = await target.evaluate((one) =>
      one instanceof HTMLInputElement ? { isChecked: one.checked, type: one.type } : null,
    );
    // The arrow that reached it has chosen it.
    if (box?.type === 'radio' && box.isChecked) return;
    await target.page().keyboard.press(box === null ? 'Enter' : 'Space');
  },
  async write(target, text) {
    await reach(target);
    await target.page().keyboard.type(text);
  },
};

/** Further than any page of ours is long. */
const MOST_KEYS = 150;

/** Goes to `target` as one who sees it would: forwards or back with Tab, within a choice of one with the arrows. */
async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < MOST_KEYS; pressed += 1) {
    const key = await target.evaluate((wanted) => {
      const at = document.activeElement;
      if (at === wanted) return null;
      const isBack = at !== null && (at.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
      const isSameChoice =
        [at, wanted].every((one) => one instanceof HTMLInputElement && one.type === 'radio') &&
        at?.getAttribute('name') === wanted.getAttribute('name');
      if (isSameChoice) return isBack ? 'ArrowUp' : 'ArrowDown';
      return isBack ? 'Shift+Tab' : 'Tab';
    });
    if (key === null) return;
    await target.page().keyboard.press(key);
  }
  throw new Error(`no key reaches ${target.toString()}`);
}
