import { type NumberSetting, readText } from '../../../db/settings.ts';
import type { SettingsChange } from '../../../preload/contract/settings.ts';
import { chooseLanguage } from '../../../preload/messages/text.ts';
import { type Context, openSecret } from '../context.ts';
import { SealError } from '../vault.ts';

/** Names in the database. */
export const STORED = {
  language: 'language',
  alerts: 'alerts',
  horizonHours: 'horizon_hours',
  flushSeconds: 'flush_seconds',
  holdDays: 'hold_days',
  settledDays: 'settled_days',
  historyDays: 'history_days',
  alertEvery: 'alert_every',
} as const satisfies Record<Exclude<keyof SettingsChange, 'proxy'>, NumberSetting | 'language' | 'alerts'>;

/** The proxy that somebody set, with its credentials; null = the environment decides. */
export function proxyIn({ db, ports }: Context): string | null {
  const sealed = readText(db, 'proxy');
  if (sealed === null) return null;
  try {
    return openSecret(ports, Buffer.from(sealed, 'base64'));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    ports.log.info('proxy.unreadable', {});
    return null;
  }
}

/** What does not look into the database each time it acts learns of the settings here: when the engine starts, and after a change. */
export function applySettings(context: Context): void {
  const language = readText(context.db, 'language');
  chooseLanguage(language === 'en' || language === 'fr' ? language : null);
  context.ports.network?.useProxy(proxyIn(context));
}

/** How often it is looked for what another process set. */
const LOOK_MS = 2_000;

export interface SettingsWatch {
  /** Looks when it is time to. */
  takeUp(): void;
  stop(): Promise<void>;
}

/** Lets what another process of the data folder sets take effect in the one that sends. To be called with every turn of the scheduler. */
export function followSettings(context: Context): SettingsWatch {
  const { db, ports } = context;
  const set = (): string => JSON.stringify([readText(db, 'language'), readText(db, 'proxy')]);
  let known = set();
  let lookAt = -Infinity;
  return {
    takeUp() {
      const now = ports.clock.monotonic();
      if (now < lookAt) return;
      lookAt = now + LOOK_MS;
      const read = set();
      if (read === known) return;
      known = read;
      applySettings(context);
      context.emit({ event: 'settings.changed' });
    },
    stop: () => Promise.resolve(),
  };
}
