import { CircleCheck, CircleDashed, CircleHelp, LoaderCircle, TriangleAlert } from 'lucide-react';

import type { DiagnosisState, Doctor, Topic } from '../../preload/contract/doctor.ts';
import { TOPICS } from '../../preload/contract/topics.ts';
import { useTexts } from '../text.ts';
import type { Status } from '../ui/chip.tsx';

/** Where a topic stands over every ad account that was looked at: trouble of one is trouble; null = not looked at. */
export function stateOf(doctor: Doctor | undefined, topic: Topic): DiagnosisState | null {
  const states = (doctor?.accounts ?? [])
    .flatMap(({ diagnoses }) => diagnoses)
    .filter((one) => one.topic === topic)
    .map(({ state }) => state);
  return worst(states);
}

/** Where this computer stands; null = not looked at. */
export function computerState(doctor: Doctor | undefined): DiagnosisState | null {
  return worst(
    (doctor?.computer ?? []).map(({ status }) =>
      status === 'pass' ? 'ok' : status === 'unknown' ? 'unknown' : 'trouble',
    ),
  );
}

function worst(states: readonly DiagnosisState[]): DiagnosisState | null {
  return (['trouble', 'unknown', 'ok'] as const).find((state) => states.includes(state)) ?? null;
}

/** A newer look at one topic put into an older look at everything. */
export function mergeDoctor(old: Doctor | undefined, topic: Topic, seen: Doctor): Doctor {
  if (!old) return seen;
  const fresh = (connectionId: number, account: string) =>
    seen.accounts.find((one) => one.connectionId === connectionId && one.account === account);
  const known = old.accounts.map((one) => ({
    ...one,
    diagnoses: TOPICS.flatMap((each) => {
      const of = each === topic ? (fresh(one.connectionId, one.account) ?? one) : one;
      return of.diagnoses.filter((diagnosis) => diagnosis.topic === each);
    }),
  }));
  const added = seen.accounts.filter(
    (one) => !old.accounts.some((each) => each.connectionId === one.connectionId && each.account === one.account),
  );
  return {
    at: seen.at,
    computer: seen.computer.length > 0 ? seen.computer : old.computer,
    accounts: [...known, ...added],
  };
}

/** The fixed icon, colour and word of a topic. */
export function useTopicLight(): (state: DiagnosisState | null, isRunning: boolean) => Status {
  const { t } = useTexts();
  return (state, isRunning) => {
    if (isRunning) return { family: 'pending', icon: LoaderCircle, isTurning: true, label: t('ui.trouble.running') };
    if (state === null) return { family: 'off', icon: CircleDashed, label: t('ui.trouble.notYet') };
    const label = t(`doctor.state.${state}`);
    switch (state) {
      case 'ok':
        return { family: 'ok', icon: CircleCheck, label };
      case 'trouble':
        return { family: 'warn', icon: TriangleAlert, label };
      case 'unknown':
        return { family: 'off', icon: CircleHelp, label };
    }
  };
}
