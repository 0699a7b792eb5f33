import { Lock } from 'lucide-react';

import type { Settings } from '../../preload/contract/settings.ts';
import { Screen } from '../frame/screen.tsx';
import { useMoments } from '../moments.ts';
import { useStatus } from '../queries.ts';
import { activityHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { DataFolderButtons, DesktopSettings } from './desktop-settings.tsx';
import { NumberSetting } from './number-setting.tsx';
import { ProxySetting } from './proxy-setting.tsx';
import { Choice, Fact, Tick } from './setting-rows.tsx';
import { useChangeSetting, useSettings } from './settings-queries.ts';

import styles from './settings.module.css';

/** All that can be set; each change holds at once and can be taken back. */
export function SettingsScreen() {
  const { t } = useTexts();
  const settings = useSettings();
  return (
    <Screen title={t('ui.settings')}>
      <Read of={settings} rows={8} failed={t('ui.settings.unread')}>
        {(now) => (
          <>
            <Appearance settings={now} />
            <SectionHead title={t('ui.settings.sending')} />
            <NumberSetting name="horizonHours" settings={now} />
            <NumberSetting name="flushSeconds" settings={now} />
            <NumberSetting name="holdDays" settings={now} />
            <SectionHead title={t('ui.settings.alerts')} />
            <Alerts settings={now} />
            <SectionHead title={t('ui.settings.data')} />
            <NumberSetting name="settledDays" settings={now} />
            <NumberSetting name="historyDays" settings={now} />
            <Fact name={t('ui.settings.dataFolder')} help={t('ui.settings.dataFolder.help')}>
              <code data-testid="data-folder">{now.dataFolder}</code>
              <DataFolderButtons />
            </Fact>
            <SectionHead title={t('ui.settings.network')} />
            <ProxySetting settings={now} />
            <Privacy />
            <DesktopSettings />
            <About />
          </>
        )}
      </Read>
    </Screen>
  );
}

function Appearance({ settings }: { readonly settings: Settings }) {
  const { t } = useTexts();
  const change = useChangeSetting();
  const theme = useMoments((now) => now.theme);
  const setTheme = useMoments((now) => now.setTheme);
  const singleKeys = useMoments((now) => now.singleKeys);
  const setSingleKeys = useMoments((now) => now.setSingleKeys);
  const { language } = settings;
  return (
    <>
      <SectionHead title={t('ui.settings.appearance')} isFirst />
      <Choice
        name={t('ui.settings.language')}
        testId="setting-language"
        help={t('ui.settings.language.help')}
        options={(['system', 'en', 'fr'] as const).map((one) => [one, t(`ui.settings.language.${one}`)])}
        value={language}
        onChoose={(chosen) => void change({ language: chosen }, t('ui.settings.language'), { language })}
      />
      <Fact name={t('ui.settings.theme')}>
        <Segmented
          label={t('ui.settings.theme')}
          options={(['system', 'light', 'dark'] as const).map((one) => [one, t(`ui.settings.theme.${one}`)])}
          value={theme}
          onChoose={setTheme}
        />
      </Fact>
      <Tick
        testId="setting-keys"
        label={t('ui.shortcut.single')}
        isOn={singleKeys}
        onChange={setSingleKeys}
        help={t('ui.settings.keys.help')}
      />
    </>
  );
}

function Alerts({ settings }: { readonly settings: Settings }) {
  const { t } = useTexts();
  const change = useChangeSetting();
  const { alerts } = settings;
  return (
    <>
      <Choice
        name={t('ui.settings.alerts.when')}
        testId="setting-alerts"
        help={t('ui.settings.alerts.help')}
        options={(['off', 'first', 'every'] as const).map((one) => [one, t(`ui.settings.alerts.${one}`)])}
        value={alerts}
        onChoose={(chosen) => void change({ alerts: chosen }, t('ui.settings.alerts.when'), { alerts })}
      />
      {alerts === 'every' && <NumberSetting name="alertEvery" settings={settings} />}
    </>
  );
}

/** Nobody can switch this off, so it has no switch. */
function Privacy() {
  const { t } = useTexts();
  const { data } = useStatus();
  return (
    <>
      <SectionHead title={t('ui.settings.privacy')} />
      <div className={styles['guard']}>
        <Lock size={16} aria-hidden />
        <div>
          <b>{t('ui.settings.guard')}</b>
          <p>{t('ui.settings.guard.text')}</p>
          <p>{data && t(`ui.settings.keyStore.${data.keyStore}`)}</p>
          <p>
            <a href={activityHref('egress')}>{t('ui.settings.guard.log')}</a>
          </p>
        </div>
      </div>
    </>
  );
}

/** Audits lead here when Meta's API, or Muster, has a newer version. */
function About() {
  const { t } = useTexts();
  const { data } = useStatus();
  return (
    <>
      <SectionHead title={t('ui.settings.about')} />
      <Fact name={t('ui.settings.version')}>
        <span data-testid="version">{data?.version ?? '–'}</span>
      </Fact>
      <Fact name={t('ui.settings.apiVersion')} help={t('ui.settings.apiVersion.help')}>
        <span data-testid="api-version">{data?.apiVersion ?? '–'}</span>
      </Fact>
    </>
  );
}
