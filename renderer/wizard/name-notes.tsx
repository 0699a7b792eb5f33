import { Info, TriangleAlert } from 'lucide-react';

import type { NameNote } from '../../preload/contract/wizard.ts';
import { useTexts } from '../text.ts';
import type { AudiencePlace } from './audience-queries.ts';
import { useNameNotes, useSettled } from './audience-queries.ts';

import styles from './fields.module.css';

interface NameNotesProps {
  readonly place: AudiencePlace;
  readonly name: string;
  readonly description: string;
}

/** What is to be known about a name before Meta says it. */
export function NameNotes({ place, name, description }: NameNotesProps) {
  const sentence = useSentence();
  const notes = useNameNotes(place, name, useSettled(description));
  return (
    <ul className={styles['notes']} aria-live="polite" data-testid="wizard-name-notes">
      {notes.map((note) => {
        const Icon = note.kind === 'draft' ? Info : TriangleAlert;
        return (
          <li key={`${note.kind} ${note.about}`} data-note={note.kind}>
            <Icon size={14} aria-hidden />
            <span>{sentence(note)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function useSentence(): (note: NameNote) => string {
  const { t } = useTexts();
  return ({ kind, about, topic }) =>
    kind === 'sensitive'
      ? t('wizard.lint.sensitive', { word: about, topic: t(`wizard.lint.${topic ?? 'identity'}`) })
      : t(`wizard.lint.${kind}`, { id: about });
}
