import { powerMonitor, powerSaveBlocker } from 'electron';

interface PowerListeners {
  /** The computer is awake again; what was read before may be hours old. */
  readonly onWake: () => void;
  /** The computer is about to go off: what is in flight has to come to its end now. */
  readonly onShutdown: () => void;
}

export interface Power {
  /** Keeps the computer, not its screen, awake while something is read or sent. */
  setWorking(isWorking: boolean): void;
}

export function followPower({ onWake, onShutdown }: PowerListeners): Power {
  let blocker: number | null = null;
  powerMonitor.on('resume', onWake);
  powerMonitor.on('unlock-screen', onWake);
  // Electron waits for a quit when this is prevented (its types do not show the event).
  powerMonitor.on('shutdown', (...[event]: readonly { preventDefault?(): void }[]) => {
    event?.preventDefault?.();
    onShutdown();
  });
  return {
    setWorking(isWorking) {
      if (isWorking === (blocker !== null)) return;
      if (blocker === null) {
        blocker = powerSaveBlocker.start('prevent-app-suspension');
        return;
      }
      powerSaveBlocker.stop(blocker);
      blocker = null;
    },
  };
}
