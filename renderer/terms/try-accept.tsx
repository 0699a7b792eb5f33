import { FileCheck, PenLine } from 'lucide-react';
import { useState } from 'react';

import type { AcceptAnswer } from '../../preload/contract/terms.ts';
import { useTryAccept } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Confirm } from '../ui/dialog.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';

import text from '../ui/text.module.css';
import styles from './terms.module.css';

interface TryAcceptProps {
  readonly connectionId: number;
  readonly account: string;
  /** In whose name it signs. */
  readonly person: string;
}

/** Best effort, and never without a question: it signs in somebody's name. */
export function TryAccept({ connectionId, account, person }: TryAcceptProps) {
  const { t } = useTexts();
  const [isAsking, setAsking] = useState(false);
  const { isPending, error, answers, accept } = useTryAccept(connectionId, account);
  return (
    <div className={styles['try']}>
      <Button size="small" icon={PenLine} isBusy={isPending} testId="terms-try" onPress={() => setAsking(true)}>
        {t('ui.terms.accept.open')}
      </Button>
      <RefusalBanner error={error} />
      {answers && <Answers answers={answers} />}
      {isAsking && (
        <Confirm
          title={t('ui.terms.accept.title', { person })}
          facts={[
            { icon: PenLine, family: 'off', text: `${t('terms.accept.why')}.` },
            { icon: FileCheck, family: 'ok', text: t('ui.terms.accept.page') },
          ]}
          keep={t('ui.terms.accept.keep')}
          act={{ label: t('ui.terms.accept.act'), icon: PenLine }}
          onAct={accept}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function Answers({ answers }: { readonly answers: readonly AcceptAnswer[] }) {
  const { t } = useTexts();
  if (answers.length === 0) return <output>{t('ui.terms.accept.nothing')}</output>;
  return (
    <output>
      <b>{t('ui.terms.accept.answers')}</b>
      {answers.map(({ id, type, accepted, httpStatus, code, subcode, said }) => {
        const codes = [code, subcode].filter((part) => part !== null).join('/');
        return (
          <span key={id ?? ''} className={classes(styles['answer'], text['mono'])}>
            {[type ?? id, t(accepted ? 'ui.terms.accept.yes' : 'ui.terms.accept.no'), httpStatus, codes, said]
              .filter(Boolean)
              .join(' · ')}
          </span>
        );
      })}
    </output>
  );
}
