import { useId } from 'react';

import { useTexts } from '../text.ts';
import { SectionHead } from '../ui/section-head.tsx';
import { Option, OptionList } from './option-list.tsx';
import { useDraft } from './use-draft.tsx';

/** What is done with the people: they are added to the audience, or taken out of it. */
export function ActionChoice() {
  const { t } = useTexts();
  const { step, changeStep } = useDraft();
  const group = useId();
  const isNew = step.audience?.kind === 'new';
  return (
    <>
      <SectionHead title={t('wizard.match.action')} />
      <OptionList label={t('wizard.match.action')}>
        {(['add', 'remove'] as const).map((action) => {
          const isOff = action === 'remove' && isNew;
          return (
            <Option
              key={action}
              group={group}
              title={t(`wizard.match.${action}`)}
              text={t(`wizard.match.${action}.text`)}
              note={isOff ? t('wizard.match.remove.new') : undefined}
              isChosen={action === step.action}
              isDisabled={isOff && step.action !== 'remove'}
              testId={`wizard-action-${action}`}
              onChoose={() => changeStep({ action })}
            />
          );
        })}
      </OptionList>
    </>
  );
}
