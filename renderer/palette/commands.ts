import {
  ArrowLeftRight,
  Ban,
  CircleDashed,
  Columns3,
  Compass,
  FileCheck,
  FileWarning,
  History,
  Keyboard,
  Layers,
  LayoutDashboard,
  LifeBuoy,
  Moon,
  Pause,
  Play,
  Plug,
  Plus,
  RotateCcw,
  Send,
  Settings,
  Sun,
  SunMoon,
  UserSearch,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import type { JobSummary } from '../../preload/contract/jobs.ts';
import type { QueueTarget } from '../../preload/contract/queue.ts';
import { useJobActions } from '../jobs/job-actions.ts';
import { useStatuses } from '../jobs/status.ts';
import { useMoments } from '../moments.ts';
import { useJobs, useRunSample, useStatus } from '../queries.ts';
import { useQueueActions } from '../queue/queue-actions.ts';
import { pauseOf } from '../queue/target.ts';
import { activityHref, JOB_TABS, jobHref, wizardHref } from '../route.ts';
import type { JobTab } from '../route.ts';
import type { TextKey } from '../text.ts';
import { useTexts } from '../text.ts';
import { useDrafts } from '../wizard/draft-queries.ts';
import type { Command } from './find.ts';

const PLACES: readonly (readonly [string, TextKey, LucideIcon])[] = [
  ['#/home', 'ui.overview', LayoutDashboard],
  ['#/jobs', 'ui.jobs', ArrowLeftRight],
  ['#/accounts', 'ui.accounts.title', Plug],
  ['#/terms', 'ui.terms', FileCheck],
  ['#/troubleshooting', 'ui.trouble', LifeBuoy],
  [activityHref('log'), 'ui.activity', History],
  [activityHref('egress'), 'ui.activity.tab.egress', Send],
  ['#/settings', 'ui.settings', Settings],
];
const TAB_ICONS: Readonly<Partial<Record<JobTab, LucideIcon>>> = {
  batches: Layers,
  problems: FileWarning,
  person: UserSearch,
  runs: History,
  fields: Columns3,
  settings: Settings,
};
const THEMES = [
  ['system', SunMoon],
  ['light', Sun],
  ['dark', Moon],
] as const;

/** Everything that can be opened or done from anywhere. What concerns the job on the screen comes first. */
export function useCommands(): readonly Command[] {
  const { data: jobs = [] } = useJobs();
  const ofJobs = useJobCommands(jobs);
  return [...ofJobs, ...useDraftCommands(), ...usePlaces(), ...useWindowCommands(jobs)];
}

function useJobCommands(jobs: readonly JobSummary[]): readonly Command[] {
  const { t } = useTexts();
  const statuses = useStatuses();
  const route = useMoments((now) => now.route);
  const { runNow } = useJobActions();
  const sample = useRunSample(({ jobId }) => goTo(jobHref(jobId)));
  const pauseCommand = usePauseCommand();
  return jobs.flatMap((job): readonly Command[] => {
    const isHere = route.screen === 'job' && route.jobId === job.id;
    const name = t('ui.name.quoted', { name: job.name });
    const { icon, label: state } = statuses.job(job);
    const isUnderWay = job.lastRun?.state === 'reading' || job.lastRun?.state === 'sending';
    const { pending } = job.counters;
    const open: Command = {
      id: `job-${job.id}`,
      group: 'jobs',
      icon,
      label: job.name,
      note: pending > 0 ? t('ui.palette.pending', { state, count: pending }) : state,
      act: () => goTo(jobHref(job.id)),
    };
    const run: Command = {
      id: `run-${job.id}`,
      group: 'commands',
      icon: job.isSample ? RotateCcw : Play,
      label: t('palette.run.job', { name }),
      shortcut: 'R',
      act: job.isSample ? sample.run : () => runNow({ id: job.id, name }),
    };
    const acts: readonly Command[] = [
      ...(job.isRepeatable && !isUnderWay ? [run] : []),
      { ...pauseCommand({ scope: 'job', jobId: job.id }, `pause-${job.id}`, name), shortcut: 'P' },
      ...JOB_TABS.filter((tab) => tab !== 'live').map((tab): Command => ({
        id: `job-${job.id}-${tab}`,
        group: 'commands',
        icon: TAB_ICONS[tab] ?? ArrowLeftRight,
        label: t('palette.part', { part: t(`ui.tab.${tab}`), name }),
        act: () => goTo(jobHref(job.id, { tab })),
      })),
    ];
    return [
      open,
      ...acts.map(({ shortcut, ...act }): Command =>
        isHere
          ? { ...act, ...(shortcut === undefined ? {} : { shortcut }), group: 'here' }
          : { ...act, isDeep: true, note: job.accountName ?? job.account },
      ),
    ];
  });
}

function useDraftCommands(): readonly Command[] {
  const { t } = useTexts();
  const { data: drafts = [] } = useDrafts();
  return drafts.map(({ id, place, settings: { name, sourceName, steps } }) => ({
    id: `draft-${id}`,
    group: 'drafts',
    icon: CircleDashed,
    label: name || sourceName || steps[0]?.audience?.name || t('wizard.new'),
    note: t(`wizard.step.${place}`),
    act: () => goTo(wizardHref(place, id)),
  }));
}

function usePlaces(): readonly Command[] {
  const { t } = useTexts();
  return PLACES.map(([href, label, icon]) => ({
    id: `go-${href.slice(2)}`,
    group: 'places',
    icon,
    label: t(label),
    act: () => goTo(href),
  }));
}

function useWindowCommands(jobs: readonly JobSummary[]): readonly Command[] {
  const { t } = useTexts();
  const { theme, setTheme, setSheetOpen, setTourStop, ask } = useMoments();
  const { data: status } = useStatus();
  const sample = useRunSample(({ jobId }) => goTo(jobHref(jobId)));
  const pauseCommand = usePauseCommand();
  return [
    {
      id: 'new-job',
      group: 'commands',
      icon: Plus,
      label: t('wizard.new'),
      act: () => goTo(wizardHref('connect')),
    },
    ...(jobs.some(({ isSample }) => isSample)
      ? []
      : [{ id: 'run-sample', group: 'commands', icon: Play, label: t('ui.sample.run'), act: sample.run } as const]),
    ...jobs
      .filter(({ isSample, lastRun }) => isSample && lastRun)
      .slice(0, 1)
      .map(({ id }): Command => ({
        id: 'tour',
        group: 'commands',
        icon: Compass,
        label: t('tour.title'),
        act() {
          setTourStop(0);
          goTo(jobHref(id));
        },
      })),
    pauseCommand({ scope: 'everything' }, 'pause-everything', t('ui.everything')),
    ...(status?.accounts ?? []).map(({ account, name }): Command => ({
      ...pauseCommand({ scope: 'ad_account', account }, `pause-${account}`, name ?? account),
      note: account,
      isDeep: true,
    })),
    {
      id: 'cancel-everything',
      group: 'commands',
      icon: Ban,
      label: t('ui.cancel.everything'),
      isDeep: true,
      act: () =>
        ask({
          kind: 'cancel',
          target: { scope: 'everything' },
          name: t('ui.everyJob'),
          isReading: jobs.some(({ state }) => state === 'reading'),
          hasSteps: true,
        }),
    },
    ...THEMES.filter(([one]) => one !== theme).map(([one, icon]): Command => ({
      id: `theme-${one}`,
      group: 'commands',
      icon,
      label: t(`palette.theme.${one}`),
      act: () => setTheme(one),
    })),
    {
      id: 'sheet',
      group: 'commands',
      icon: Keyboard,
      label: t('ui.shortcuts'),
      shortcut: '?',
      act: () => setSheetOpen(true),
    },
  ];
}

/** Pauses what goes on, resumes what is paused. */
function usePauseCommand(): (target: QueueTarget, id: string, name: string) => Command {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { pause, resume } = useQueueActions();
  return (target, id, name) => {
    const isPaused = pauseOf(status?.pauses ?? [], target) !== undefined;
    return {
      id,
      group: 'commands',
      icon: isPaused ? Play : Pause,
      label: t(isPaused ? 'palette.resume' : 'palette.pause', { name }),
      act: () => (isPaused ? resume : pause)(target, name),
    };
  };
}

function goTo(href: string): void {
  window.location.hash = href;
}
