import { type BrowserWindow, dialog } from 'electron';

import type { Reply } from '../../preload/contract/contract.ts';
import type { PickedFile } from '../../preload/contract/sources.ts';
import { text } from '../../preload/messages/text.ts';
import type { EngineHost } from './engine-host.ts';

/** Lists of this computer on their way into the wizard. */
export interface Lists {
  /** Asks for one in the system's dialog; null = closed without a choice. */
  choose(): Promise<Reply<PickedFile | null>>;
  /** Asks for one and starts the wizard with it. */
  chooseAndOpen(): Promise<void>;
  /** Starts the wizard with the file at a path, and says why when that is not possible. */
  open(path: string): Promise<void>;
}

/** `show` brings the window to the front, at a place of the page where one is given. */
export function createLists(engine: EngineHost, window: BrowserWindow, show: (hash?: string) => void): Lists {
  async function choose(): Promise<Reply<PickedFile | null>> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title: text('desktop.choose'),
      properties: ['openFile'],
      filters: [
        { name: text('desktop.choose.lists'), extensions: ['csv', 'tsv', 'tab', 'txt', 'xlsx'] },
        { name: text('desktop.choose.all'), extensions: ['*'] },
      ],
    });
    const [path] = filePaths;
    return canceled || path === undefined ? { ok: true, value: null } : engine.askAsHost('addFile', { path });
  }

  async function begin(added: Reply<PickedFile | null>): Promise<void> {
    if (added.ok) {
      if (added.value) show(`#/wizard/source?source=${added.value.sourceId}`);
      return;
    }
    show();
    const buttons = [text('desktop.meta.close')];
    const message = text('desktop.file.refused');
    await dialog.showMessageBox(window, { type: 'warning', message, detail: added.message, buttons });
  }

  return {
    choose,
    chooseAndOpen: async () => begin(await choose()),
    open: async (path) => begin(await engine.askAsHost('addFile', { path })),
  };
}
