import { EventEmitter } from 'node:events';

import type {
  Menu,
  NativeImage,
  Notification as ElectronNotification,
  NotificationConstructorOptions,
  Tray as ElectronTray,
} from 'electron';

import { eventsOf, knownEventsOnly, refuseUnknown, strict } from './strict.ts';

const EVENTS = eventsOf<ElectronTray>()('click', 'right-click', 'double-click');

// Classes, since tests put functions of theirs into the prototypes, as they would on Electron.
class StandinTray extends EventEmitter implements Pick<ElectronTray, 'setToolTip' | 'setContextMenu' | 'destroy'> {
  private menu: Menu | null = null;
  private toolTip = '';

  constructor(image: NativeImage | string) {
    super();
    if (typeof image === 'string' || image.isEmpty()) throw new Error('stand-in: a tray needs an image that is there');
    knownEventsOnly('Tray', EVENTS, this);
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    this.menu = null;
    this.removeAllListeners();
  }
  /** What a person would see. */
  toJSON(): object {
    return { toolTip: this.toolTip, items: this.menu?.items.map(({ label }) => label) ?? [] };
  }
}

const OPTIONS = ['title', 'body'] as const satisfies readonly (keyof NotificationConstructorOptions)[];
const NOTIFICATION_EVENTS = eventsOf<ElectronNotification>()('show', 'click', 'close');

class StandinNotification
  extends EventEmitter
  implements Pick<ElectronNotification, 'title' | 'body' | 'show' | 'close'>
{
  title: string;
  body: string;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    refuseUnknown('Notification', options, OPTIONS);
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    knownEventsOnly('Notification', NOTIFICATION_EVENTS, this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.emit('show');
  }
  close(): void {
    this.emit('close');
  }
}

/** Lets `new` make what throws by name for each member that is missing. */
function strictClass<C extends object>(name: string, made: object): C {
  const whole: unknown = new Proxy(made, {
    construct: (target, args) => strict(name, Reflect.construct(target as new () => object, args)),
    get(target, key, receiver) {
      if (typeof key === 'string' && !(key in target)) throw new Error(`stand-in: ${name}.${key} is not implemented`);
      return Reflect.get(target, key, receiver);
    },
  });
  return whole as C;
}

/** Electron's `Tray`, of which nothing is drawn. */
export const Tray = strictClass<typeof ElectronTray>('Tray', StandinTray);

/** Electron's `Notification`, of which nothing is shown. */
export const Notification = strictClass<typeof ElectronNotification>('Notification', StandinNotification);
