import { Keyboard, Moon, Pause, Play, Search, Sun, SunMoon } from 'lucide-react';

import { useMoments } from '../moments.ts';
import type { Theme } from '../moments.ts';
import { useConnections, useJobs, useStatus } from '../queries.ts';
import { useQueueActions } from '../queue/queue-actions.ts';
import { pauseOf } from '../queue/target.ts';
import { useTexts } from '../text.ts';
import { IconButton } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { useDrafts } from '../wizard/draft-queries.ts';
import { COMMAND_KEY } from './keyboard.ts';

import styles from './title-bar.module.css';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const ICON = { system: SunMoon, light: Sun, dark: Moon };

/** Mark, search, sandbox watermark, the pause of everything, theme and shortcuts. */
export function TitleBar() {
  const { t } = useTexts();
  const theme = useMoments((now) => now.theme);
  const setTheme = useMoments((now) => now.setTheme);
  const setSheetOpen = useMoments((now) => now.setSheetOpen);
  const setPaletteOpen = useMoments((now) => now.setPaletteOpen);
  return (
    <header className={styles['bar']} data-pane>
      <a className={styles['brand']} href="#/home" aria-label={t('ui.home')}>
        <Mark size={18} />
        <span>{t('ui.brand')}</span>
      </a>
      <button
        type="button"
        className={styles['search']}
        aria-haspopup="dialog"
        data-testid="open-palette"
        onClick={() => setPaletteOpen(true)}
      >
        <Search size={14} aria-hidden />
        <span>{t('palette.open')}</span>
        <kbd aria-hidden>{COMMAND_KEY}</kbd>
        <kbd aria-hidden>K</kbd>
      </button>
      {useShowsSandbox() ? (
        <p className={styles['sandbox']} data-testid="sandbox-watermark" title={t('ui.sandbox.help')}>
          <b>{t('ui.sandbox')}</b>
          <span>{t('ui.sandbox.help')}</span>
        </p>
      ) : (
        <span />
      )}
      <div className={styles['tools']}>
        <PauseEverything />
        <IconButton
          icon={ICON[theme]}
          label={t(`ui.theme.${theme}`)}
          testId="theme"
          onPress={() => setTheme(NEXT[theme])}
        />
        <IconButton
          icon={Keyboard}
          label={t('ui.shortcuts')}
          shortcut="?"
          testId="open-sheet"
          onPress={() => setSheetOpen(true)}
        />
      </div>
    </header>
  );
}

function PauseEverything() {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { pause, resume } = useQueueActions();
  const target = { scope: 'everything' } as const;
  const isPaused = pauseOf(status?.pauses ?? [], target) !== undefined;
  return (
    <IconButton
      icon={isPaused ? Play : Pause}
      label={t(isPaused ? 'ui.resume.everything' : 'ui.pause.everything')}
      testId="pause-everything"
      onPress={() => (isPaused ? resume : pause)(target, t('ui.everything'))}
    />
  );
}

/** A screen that shows anything of the sandbox is watermarked, and a job's screen by that job alone (DESIGN, section 7). */
function useShowsSandbox(): boolean {
  const route = useMoments((now) => now.route);
  const { data: jobs } = useJobs();
  const { data: status } = useStatus();
  const { data: drafts } = useDrafts();
  const { data: connections } = useConnections();
  if (route.screen === 'wizard') {
    const draft = drafts?.find(({ id }) => id === route.draftId);
    return connections?.find(({ id }) => id === draft?.settings.connectionId)?.isSandbox ?? false;
  }
  if (route.screen === 'job') return jobs?.find((job) => job.id === route.jobId)?.isSandbox ?? false;
  const fromAccounts = route.screen === 'home' && (status?.accounts.some((account) => account.isSandbox) ?? false);
  return fromAccounts || (jobs?.some((job) => job.isSandbox) ?? false);
}
