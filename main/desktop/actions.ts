/** What menus, tray and notifications can make the app do. */
export interface Actions {
  /** Brings the window to the front, at a place of the page or where it was. */
  open(hash?: string): void;
  /** Asks for a list and starts the wizard with it. */
  chooseList(): void;
  pauseAll(isPaused: boolean): void;
  setStaysInTray(stays: boolean): void;
  setOpensAtLogin(opens: boolean): void;
  showDataFolder(): void;
  /** Asks for another data folder, and starts Muster again with it. */
  changeDataFolder(): void;
  quit(): void;
}
