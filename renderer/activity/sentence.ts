import {
  ArrowLeftRight,
  CircleCheck,
  CircleX,
  Database,
  Hand,
  History,
  Play,
  Plug,
  Settings2,
  SquareUser,
  TriangleAlert,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import type { ActivityKind } from '../../preload/contract/activity-kinds.ts';
import type { Activity } from '../../preload/contract/activity.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

/** How a line of activity is shown. */
export interface Sentence {
  readonly icon: LucideIcon;
  /** null: nothing to look out for. */
  readonly family: 'ok' | 'bad' | 'held' | null;
  readonly text: string;
}

type Noun = ActivityKind extends `${infer N}.${string}` ? N : never;

const ICONS: Readonly<Record<Noun, LucideIcon>> = {
  job: ArrowLeftRight,
  run: Play,
  queue: History,
  connection: Plug,
  account: Plug,
  hold: Hand,
  alert: TriangleAlert,
  workspace: SquareUser,
  setting: Settings2,
  data: Database,
};

/** Says what a line of activity tells. */
export function useSentences(): (line: Activity) => Sentence {
  const { t, known } = useTexts();
  const { number } = useFigures();

  function valueOf(name: string, value: string | number | undefined): string {
    if (value === undefined) return t('ui.activity.none');
    if (typeof value === 'number') return number(value);
    return known(`ui.settings.${name}.${value}`) ?? value;
  }

  return ({ kind, facts }) => {
    const noun = kind.slice(0, kind.indexOf('.')) as Noun;
    const name = String(facts['setting'] ?? '');
    const reason = String(facts['reason'] ?? '');
    const texts = {
      // What a sentence asks for and nobody wrote down.
      job: '–',
      run: '–',
      name: '–',
      account: '–',
      audience: '–',
      scope: '',
      state: '',
      person: t('ui.activity.somebody'),
      accounts: 0,
      people: 0,
      synced: 0,
      errored: 0,
      ...facts,
      ...(kind === 'setting.changed'
        ? {
            setting: known(`ui.settings.${name}`) ?? name,
            before: valueOf(name, facts['before']),
            after: valueOf(name, facts['after']),
          }
        : {}),
      ...(noun === 'hold' ? { reason: known(`ui.held.${reason}`) ?? reason, place: placeIn(facts) } : {}),
    };
    const text = known(`ui.activity.${kind}`, texts) ?? kind;
    return { ...lookOf(kind, facts['state']), text };
  };
}

/** What a hold stands on, as far as it was written down. */
function placeIn(facts: Activity['facts']): string {
  return [facts['audience'], facts['account'] ?? facts['person']].filter((one) => one !== undefined).join(' · ') || '–';
}

const LOOKS: Readonly<Partial<Record<ActivityKind, Omit<Sentence, 'text'>>>> = {
  'hold.raised': { icon: Hand, family: 'held' },
  'hold.lifted': { icon: CircleCheck, family: 'ok' },
  'hold.expired': { icon: CircleX, family: 'bad' },
  'alert.errored': { icon: TriangleAlert, family: 'bad' },
  'data.restored': { icon: Database, family: 'bad' },
};

function lookOf(kind: ActivityKind, state: string | number | undefined): Omit<Sentence, 'text'> {
  if (kind === 'run.ended' && state === 'done') return { icon: CircleCheck, family: 'ok' };
  if (kind === 'run.ended' && state !== 'cancelled') return { icon: CircleX, family: 'bad' };
  return LOOKS[kind] ?? { icon: ICONS[kind.slice(0, kind.indexOf('.')) as Noun], family: null };
}
