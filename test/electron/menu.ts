import type { Menu as ElectronMenu, MenuItem, MenuItemConstructorOptions } from 'electron';

import { strict } from './strict.ts';

const OPTIONS = ['id', 'label', 'role', 'type', 'accelerator', 'enabled', 'checked', 'click', 'submenu'] as const;

// What a role does is the system's business; an item with one is found by its label.
function createItem(options: MenuItemConstructorOptions): MenuItem {
  for (const key of Object.keys(options)) {
    if (!OPTIONS.some((known) => known === key))
      throw new Error(`stand-in: menu item option '${key}' is not implemented`);
  }
  const { id = '', label = '', type, enabled = true, checked = false, click, submenu } = options;
  const item: MenuItem = strict<MenuItem>('MenuItem', {
    id,
    label,
    enabled,
    checked,
    type: type ?? (submenu ? 'submenu' : 'normal'),
    ...(Array.isArray(submenu) ? { submenu: createMenu(submenu) } : {}),
    // As a person's click: a grey item does nothing.
    click: () => {
      if (item.enabled) click?.(item, undefined, { triggeredByAccelerator: false });
    },
  });
  return item;
}

function createMenu(template: readonly (MenuItemConstructorOptions | MenuItem)[]): ElectronMenu {
  const items = template.map((one) => createItem(one as MenuItemConstructorOptions));
  const within = (item: MenuItem): readonly MenuItem[] => {
    const { submenu } = item.type === 'submenu' ? item : { submenu: undefined };
    return [item, ...(submenu?.items.flatMap(within) ?? [])];
  };
  return strict<ElectronMenu>('Menu', {
    items,
    getMenuItemById: (id) => items.flatMap(within).find((item) => item.id === id) ?? null,
  });
}

let applicationMenu: ElectronMenu | null = null;

/** Electron's `Menu`: items that can be found and clicked; nothing is drawn. */
export const Menu = strict<typeof ElectronMenu>('Menu', {
  buildFromTemplate: createMenu,
  setApplicationMenu(menu) {
    applicationMenu = menu;
  },
  getApplicationMenu: () => applicationMenu,
});
