import { contextBridge, ipcRenderer, webUtils } from 'electron';

import type { EngineEvent } from './contract/contract.ts';
import type { DesktopBridge } from './contract/desktop.ts';

const bridge: DesktopBridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  onEvent(listener) {
    const relay = (_event: unknown, fact: EngineEvent): void => listener(fact);
    ipcRenderer.on('event', relay);
    return () => void ipcRenderer.removeListener('event', relay);
  },
  files: { choose: () => ipcRenderer.invoke('files.choose') },
  app: {
    state: () => ipcRenderer.invoke('app.state'),
    change: (change) => ipcRenderer.invoke('app.change', change),
    showDataFolder: () => ipcRenderer.invoke('app.showDataFolder'),
    changeDataFolder: () => ipcRenderer.invoke('app.changeDataFolder'),
    checkForUpdates: () => ipcRenderer.invoke('app.checkForUpdates'),
    installUpdate: () => ipcRenderer.invoke('app.installUpdate'),
  },
  windows: {
    openLogin: (attemptId) => ipcRenderer.invoke('windows.openLogin', attemptId),
    openTerms: (order) => ipcRenderer.invoke('windows.openTerms', order),
  },
};
contextBridge.exposeInMainWorld('muster', bridge);

ipcRenderer.on('go', (_event: unknown, hash: string) => {
  window.location.hash = hash;
});

// Chromium notices a network that comes back; the main process is not told.
window.addEventListener('online', () => void ipcRenderer.invoke('network.back'));

// A file dropped anywhere is taken by its path, which the page never sees; what has none (a picture of another program) is left to the page.
window.addEventListener('dragover', (event) => {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
});
window.addEventListener(
  'drop',
  (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    const path = file ? webUtils.getPathForFile(file) : '';
    if (path === '') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A drop zone of the page that lit up when the file came hears that it has gone.
    event.target?.dispatchEvent(new DragEvent('dragleave', { bubbles: true }));
    void ipcRenderer.invoke('files.drop', path);
  },
  { capture: true },
);
