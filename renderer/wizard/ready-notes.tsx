import { CircleCheck, CircleX, Hand, TriangleAlert } from 'lucide-react';

import type { Readiness, Review } from '../../preload/contract/wizard.ts';
import type { Reading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { StepLink } from './step-link.tsx';

import styles from './review.module.css';

/** What stands in the way, what will make people wait, and what one should know; each with the step where it is mended. */
export function ReadyNotes({ review }: { readonly review: Reading<Review> }) {
  const { t } = useTexts();
  const sentence = useSentence();
  const lightOf = useWeight();
  const notes = review.data?.notes;
  if (!notes) return null;
  return (
    <ul className={styles['notes']} aria-label={t('wizard.ready')} data-testid="wizard-notes">
      {notes.length === 0 && (
        <li>
          <Light status={{ family: 'ok', icon: CircleCheck, label: t('wizard.ready.all') }} />
          <span>{t('wizard.ready.all.text')}</span>
        </li>
      )}
      {notes.map((note, place) => (
        <li
          key={`${note.kind} ${String(note.index)} ${note.step} ${note.values['word'] ?? ''}`}
          data-note={note.kind}
          data-weight={note.weight}
        >
          <Light status={lightOf(note.weight)} />
          <span>{sentence(note)}</span>
          {note.step !== 'review' && (
            <StepLink step={note.step} kind={place === 0 && note.weight !== 'warns' ? 'primary' : 'secondary'} />
          )}
        </li>
      ))}
    </ul>
  );
}

function useWeight(): (weight: Readiness['weight']) => Status {
  const { t } = useTexts();
  return (weight) => {
    const label = t(`wizard.weight.${weight}`);
    switch (weight) {
      case 'blocks':
        return { family: 'bad', icon: CircleX, label };
      case 'holds':
        return { family: 'held', icon: Hand, label };
      case 'warns':
        return { family: 'warn', icon: TriangleAlert, label };
    }
  };
}

/** The text of a note, with the words for its codes. */
function useSentence(): (note: Readiness) => string {
  const { known } = useTexts();
  return ({ kind, values }) => {
    const { reason, topic } = values;
    const told = {
      ...values,
      ...(reason === undefined ? {} : { reason: known(`wizard.audience.blocked.${reason}`, { type: '' }) ?? reason }),
      ...(topic === undefined ? {} : { topic: known(`wizard.lint.${topic}`) ?? topic }),
    };
    return known(`wizard.ready.${kind}`, told) ?? kind;
  };
}
