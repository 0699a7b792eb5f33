import { Play, Plus } from 'lucide-react';

import { wizardHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';

import styles from './welcome.module.css';

const PARTS = ['ui.welcome.read', 'ui.welcome.send', 'ui.welcome.count'] as const;

/** What Muster is, while there is no job, with the one way to see it work. */
export function Welcome({
  isStarting,
  onRunSample,
}: {
  readonly isStarting: boolean;
  readonly onRunSample: () => void;
}) {
  const { t } = useTexts();
  return (
    <div className={styles['welcome']}>
      <span className={styles['mark']}>
        <Mark size={44} />
      </span>
      <h2>{t('ui.welcome.title')}</h2>
      <p className={styles['lead']}>{t('ui.welcome.lead')}</p>
      <ol className={styles['parts']}>
        {PARTS.map((part) => (
          <li key={part}>
            <b>{t(part)}</b>
            <span>{t(`${part}.text`)}</span>
          </li>
        ))}
      </ol>
      <div className={styles['actions']}>
        <Button kind="primary" icon={Play} isDisabled={isStarting} onPress={onRunSample} testId="run-sample">
          {t('ui.sample.run')}
        </Button>
        <ButtonLink icon={Plus} href={wizardHref('connect')} testId="welcome-new">
          {t('wizard.new')}
        </ButtonLink>
      </div>
      <p className={styles['hint']}>{t('ui.welcome.hint')}</p>
    </div>
  );
}
