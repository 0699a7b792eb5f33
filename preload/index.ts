import { contextBridge, ipcRenderer } from 'electron';

import type { Bridge, EngineEvent } from './contract/contract.ts';

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('call', name, input),
  onEvent(listener) {
    const relay = (_event: unknown, fact: EngineEvent): void => listener(fact);
    ipcRenderer.on('event', relay);
    return () => void ipcRenderer.removeListener('event', relay);
  },
};
contextBridge.exposeInMainWorld('muster', bridge);
