import ElectronStore from 'electron-store';

export interface WindowState {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

/** All that is kept outside the database: what is needed before it is open, or is about this computer's screen alone. */
interface Kept {
  /** null = never opened yet. */
  readonly window: WindowState | null;
  /** Where the database lies; null = where the operating system keeps data of apps. */
  readonly dataFolder: string | null;
  /** Closing the window leaves Muster in the tray. */
  readonly staysInTray: boolean;
  /** The user was told so. */
  readonly wasToldOfTray: boolean;
}

export interface Settings {
  get<K extends keyof Kept>(key: K): Kept[K];
  set<K extends keyof Kept>(key: K, value: Kept[K]): void;
}

/** `desktop.json` in the folder of Electron's user data; a file that cannot be read counts as empty. */
export function openSettings(): Settings {
  const store = new ElectronStore<Kept>({
    name: 'desktop',
    clearInvalidConfig: true,
    defaults: { window: null, dataFolder: null, staysInTray: true, wasToldOfTray: false },
  });
  return { get: (key) => store.get(key), set: (key, value) => store.set({ [key]: value }) };
}
