import { CircleDashed, Copy, Gem, RotateCcw, UserX } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

import type { Purpose } from '../../preload/contract/wizard.ts';
import { useTexts } from '../text.ts';
import { SectionHead } from '../ui/section-head.tsx';
import { Option, OptionList } from './option-list.tsx';

const ICONS: readonly (readonly [Purpose | null, LucideIcon])[] = [
  ['high_value', Gem],
  ['re_engage', RotateCcw],
  ['suppression', UserX],
  ['lookalike_seed', Copy],
  [null, CircleDashed],
];

interface PurposeChoiceProps {
  readonly value: Purpose | null;
  readonly onChoose: (purpose: Purpose | null) => void;
}

/** What the job is for: four starting points, each with what it sets, and none of them. */
export function PurposeChoice({ value, onChoose }: PurposeChoiceProps) {
  const { t } = useTexts();
  const group = useId();
  return (
    <>
      <SectionHead title={t('wizard.purpose')} />
      <OptionList label={t('wizard.purpose')}>
        {ICONS.map(([purpose, icon]) => {
          const name = purpose ?? 'none';
          return (
            <Option
              key={name}
              group={group}
              icon={icon}
              title={t(`wizard.purpose.${name}`)}
              text={t(`wizard.purpose.${name}.text`)}
              note={purpose === null ? undefined : t(`wizard.purpose.${purpose}.sets`)}
              isChosen={purpose === value}
              testId={`wizard-purpose-${name}`}
              onChoose={() => onChoose(purpose)}
            />
          );
        })}
      </OptionList>
    </>
  );
}
