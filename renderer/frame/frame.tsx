import { useEffect } from 'react';

import { AccountsScreen } from '../accounts/accounts-screen.tsx';
import { ActivityScreen } from '../activity/activity-screen.tsx';
import { AlertAnnouncer } from '../activity/alert-announcer.tsx';
import { useReadAgain } from '../engine.tsx';
import { HomeScreen } from '../home/home-screen.tsx';
import { JobScreen } from '../jobs/job-screen.tsx';
import { JobsScreen } from '../jobs/jobs-screen.tsx';
import { useMoments } from '../moments.ts';
import { Palette } from '../palette/palette.tsx';
import { useStatus } from '../queries.ts';
import { OpenQuestion } from '../queue/questions.tsx';
import type { Route } from '../route.ts';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { TermsScreen } from '../terms/terms-screen.tsx';
import { useTexts } from '../text.ts';
import { TroubleshootingScreen } from '../troubleshooting/troubleshooting-screen.tsx';
import { classes } from '../ui/classes.ts';
import { Toasts } from '../ui/toasts.tsx';
import { WizardScreen } from '../wizard/wizard-screen.tsx';
import { HoldAnnouncer } from './hold-announcer.tsx';
import { useKeyboard } from './keyboard.ts';
import { Notices } from './notices.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

import styles from './frame.module.css';

/** The window: title bar, sidebar, the screen the address names, status bar. */
export function Frame() {
  const { t } = useTexts();
  const isSheetOpen = useMoments((now) => now.isSheetOpen);
  const setSheetOpen = useMoments((now) => now.setSheetOpen);
  const isPaletteOpen = useMoments((now) => now.isPaletteOpen);
  const setPaletteOpen = useMoments((now) => now.setPaletteOpen);
  const route = useMoments((now) => now.route);
  useKeyboard();
  useFollowForeignSender();
  return (
    <div className={classes(styles['frame'], route.screen === 'wizard' && styles['wizard'])}>
      <a className={styles['skip']} href="#content" onClick={skipToContent}>
        {t('ui.skip')}
      </a>
      <TitleBar />
      {route.screen === 'wizard' ? (
        <WizardScreen route={route} notices={<Notices />} />
      ) : (
        <>
          <Sidebar />
          <main className={styles['main']} id="content" data-pane tabIndex={-1}>
            <Notices />
            <Screen route={route} />
          </main>
        </>
      )}
      <StatusBar />
      <Toasts />
      <HoldAnnouncer />
      <AlertAnnouncer />
      <OpenQuestion />
      {isPaletteOpen && <Palette onClose={() => setPaletteOpen(false)} />}
      {isSheetOpen && <ShortcutSheet onClose={() => setSheetOpen(false)} />}
    </div>
  );
}

function Screen({ route }: { readonly route: Exclude<Route, { readonly screen: 'wizard' }> }) {
  switch (route.screen) {
    case 'home':
      return <HomeScreen />;
    case 'jobs':
      return <JobsScreen />;
    case 'job':
      return <JobScreen key={route.jobId} route={route} />;
    case 'accounts':
      return <AccountsScreen />;
    case 'terms':
      return <TermsScreen />;
    case 'troubleshooting':
      return <TroubleshootingScreen />;
    case 'activity':
      return <ActivityScreen tab={route.tab} jobId={route.jobId} />;
    case 'settings':
      return <SettingsScreen />;
  }
}

/** The address bar belongs to the routes, so the skip link moves the focus itself. */
function skipToContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

/** Events come from this process only: when another Muster sends, the page has to look for itself. */
function useFollowForeignSender(): void {
  const { data } = useStatus();
  const readAgain = useReadAgain();
  const isForeign = data?.isSender === false;
  useEffect(() => {
    if (!isForeign) return undefined;
    const timer = setInterval(readAgain, 2000);
    return () => clearInterval(timer);
  }, [isForeign, readAgain]);
}
