import { ArrowRight } from 'lucide-react';

import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import type { ShownStep } from './step-names.ts';
import { useDraft } from './use-draft.tsx';

import text from '../ui/text.module.css';

/** The way to the step where something is mended, named after what is done there. */
export function StepLink({
  step,
  kind = 'secondary',
}: {
  readonly step: ShownStep;
  readonly kind?: 'primary' | 'secondary';
}) {
  const { t } = useTexts();
  const { goTo } = useDraft();
  return (
    <Button size="small" kind={kind} icon={ArrowRight} testId={`wizard-go-${step}`} onPress={() => goTo(step)}>
      {t(`wizard.go.${step}`)}
    </Button>
  );
}

interface EditLinkProps {
  readonly step: ShownStep;
  /** What is edited, for those who hear the link alone. */
  readonly what: string;
  /** Says more than “Edit”. */
  readonly label?: string;
}

/** The way to a step at the end of a line. */
export function EditLink({ step, what, label }: EditLinkProps) {
  const { t } = useTexts();
  const { goTo } = useDraft();
  return (
    <button
      type="button"
      className={text['link']}
      aria-label={label === undefined ? t('wizard.edit.what', { what }) : `${label}: ${what}`}
      data-testid={`wizard-edit-${step}`}
      onClick={() => goTo(step)}
    >
      {label ?? t('wizard.edit')}
    </button>
  );
}
