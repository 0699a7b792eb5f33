import { ChevronDown, ExternalLink, RefreshCw } from 'lucide-react';

import type { Audit, AuditCheck } from '../../preload/contract/audit.ts';
import type { Review } from '../../preload/contract/wizard.ts';
import { useAuditLight } from '../accounts/audit-lines.tsx';
import { useFigures } from '../clock.ts';
import type { Reading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { EditLink } from './step-link.tsx';
import type { ShownStep } from './step-names.ts';
import { useDraft } from './use-draft.tsx';

import text from '../ui/text.module.css';
import styles from './review.module.css';

interface ReviewAuditsProps {
  readonly review: Reading<Review> & { readonly isRenewing: boolean };
}

/** The lights of the job's ad account, read a moment ago; what is fine is folded up. */
export function ReviewAudits({ review }: ReviewAuditsProps) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const { draftId } = useDraft();
  const [first] = review.data?.audits ?? [];
  if (draftId === null) return null;
  return (
    <>
      <SectionHead
        title={t('wizard.review.audit')}
        note={first && `${first.accountName ?? first.account}, ${exact(first.at)}`}
        end={
          <Button
            kind="ghost"
            size="small"
            icon={RefreshCw}
            isBusy={review.isRenewing}
            testId="wizard-check-again"
            onPress={review.refetch}
          >
            {t('wizard.again')}
          </Button>
        }
      />
      <Read of={review} rows={3} failed={t('wizard.review.failed')}>
        {({ audits }) =>
          audits.length === 0 ? (
            <p className={text['two']}>{t('wizard.review.audit.none')}</p>
          ) : (
            audits.map((audit) => <Lines key={audit.account} audit={audit} />)
          )
        }
      </Read>
    </>
  );
}

function Lines({ audit: { checks } }: { readonly audit: Audit }) {
  const { t } = useTexts();
  const fine = checks.filter(({ status }) => status === 'pass');
  return (
    <>
      <ul className={styles['lights']}>
        {checks
          .filter(({ status }) => status !== 'pass')
          .map((check) => (
            <Line key={check.id} check={check} />
          ))}
      </ul>
      {fine.length > 0 && (
        <details className={styles['fine']}>
          <summary data-testid="wizard-audit-fine">
            <ChevronDown size={14} aria-hidden />
            {t('ui.wizard.fine', { count: fine.length })}
          </summary>
          <ul className={styles['lights']}>
            {fine.map((check) => (
              <Line key={check.id} check={check} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Line({ check: { id, status, evidence, said, action } }: { readonly check: AuditCheck }) {
  const { t, known } = useTexts();
  const lightOf = useAuditLight();
  return (
    <li data-check={id} data-light={status}>
      <Light status={lightOf(status)} />
      <span>
        <b>{t(`audit.${id}.title`)}</b>
        <span className={text['sub']}>
          {known(evidence.key, evidence.values) ?? evidence.key}
          {said !== null && ` · ${said}`}
        </span>
        {action && (
          <Act label={known(action.key) ?? action.key} url={action.url} id={id} what={t(`audit.${id}.title`)} />
        )}
      </span>
    </li>
  );
}

/** Screens of Muster's that the wizard has a step for; the draft stays open. */
const STEPS: Readonly<Record<string, ShownStep>> = { '#/accounts': 'connect', '#/terms': 'terms' };

interface ActProps {
  readonly id: AuditCheck['id'];
  readonly label: string;
  readonly url: string;
  readonly what: string;
}

function Act({ id, label, url, what }: ActProps) {
  const step = STEPS[url];
  if (step) return <EditLink step={step} what={what} label={label} />;
  const isInside = url.startsWith('#/');
  return (
    <a
      className={text['link']}
      href={url}
      data-testid={`wizard-audit-${id}`}
      {...(isInside ? {} : { target: '_blank', rel: 'noreferrer' })}
    >
      {label}
      {!isInside && <ExternalLink size={12} aria-hidden />}
    </a>
  );
}
