import { addActivity } from '../../../db/activity.ts';
import { readSetting, readText, writeSetting } from '../../../db/settings.ts';
import { NUMBERS, type NumberName, type Settings, type SettingsChange } from '../../../preload/contract/settings.ts';
import { shownProxy } from '../../facebook/proxy.ts';
import type { Answers } from '../calls.ts';
import { type Context, sealSecret } from '../context.ts';
import { applySettings, proxyIn, STORED } from './apply.ts';

type SettingsCall = Extract<keyof Answers, `settings.${string}`>;
type Name = keyof SettingsChange;
type Fact = string | number;

/** What answers the calls about settings. */
export function settingsAnswers(context: Context): Pick<Answers, SettingsCall> {
  return {
    'settings.get': () => settingsOf(context),
    'settings.change': (change) => changeSettings(context, change),
  };
}

function settingsOf(context: Context): Settings {
  const { db, ports } = context;
  const numbers = Object.fromEntries(
    Object.keys(NUMBERS).map((name) => [name, readSetting(db, STORED[name as NumberName])]),
  ) as Record<NumberName, number>;
  const proxy = proxyIn(context);
  return {
    ...numbers,
    language: (readText(db, 'language') ?? 'system') as Settings['language'],
    alerts: (readText(db, 'alerts') ?? 'first') as Settings['alerts'],
    proxy: proxy === null ? null : shownProxy(proxy),
    environmentProxy: ports.network?.environmentProxy() ?? null,
    dataFolder: ports.dataDir,
  };
}

/** Stores what differs, tells who did so, and lets it take effect. */
function changeSettings(context: Context, change: SettingsChange): Settings {
  const { db, ports, emit } = context;
  db.transaction(() => {
    const before = factsOf(settingsOf(context));
    for (const [name, value] of Object.entries(change) as readonly (readonly [Name, Fact | null | undefined])[]) {
      if (value !== undefined) write(context, name, value);
    }
    const after = factsOf(settingsOf(context));
    for (const name of Object.keys(change) as Name[]) {
      const facts = { setting: name, before: before[name], after: after[name] };
      // Other credentials of the same proxy are a change that nobody may see.
      if (facts.before === facts.after && name !== 'proxy') continue;
      addActivity(db, { at: ports.clock.now(), actor: 'user', kind: 'setting.changed', facts });
    }
  }).immediate();
  applySettings(context);
  for (const event of ['settings.changed', 'status.changed'] as const) emit({ event });
  return settingsOf(context);
}

function write({ db, ports }: Context, name: Name, value: Fact | null): void {
  if (name === 'proxy') {
    writeSetting(db, 'proxy', value === null ? null : sealSecret(ports, String(value)).toString('base64'));
  } else writeSetting(db, STORED[name], value);
}

/** As the log of activity may tell them. */
function factsOf(settings: Settings): Readonly<Record<Name, Fact | null>> {
  return { ...settings, proxy: settings.proxy?.address ?? null };
}
