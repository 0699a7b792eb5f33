import { CircleCheck, CircleHelp, Hand, Plug, RefreshCw, TriangleAlert } from 'lucide-react';

import type { TermsCheck, TermsKind } from '../../../preload/contract/terms.ts';
import { useFigures } from '../../clock.ts';
import { businessOf } from '../../terms/missing.ts';
import { SignHere } from '../../terms/sign-here.tsx';
import { useTexts } from '../../text.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip, Light } from '../../ui/chip.tsx';
import type { Status } from '../../ui/chip.tsx';
import { Empty, Read } from '../../ui/reading.tsx';
import { useAccountName } from '../step-facts.ts';
import { StepLink } from '../step-link.tsx';
import { missingTerms, neededKinds, useAccountTerms } from '../terms-queries.ts';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import text from '../../ui/text.module.css';
import styles from '../terms-box.module.css';

/** Who has to accept which terms for the job's ad account, watched until Meta says that they are accepted. */
export function TermsStep() {
  const { t } = useTexts();
  const { settings, step } = useDraft();
  const { connectionId } = settings;
  const needed = neededKinds(settings);
  const terms = useAccountTerms(connectionId, step.account, needed, true);
  const missing = missingTerms(terms.data, needed);
  const name = useAccountName();
  return (
    <WizardPage
      title={t('wizard.terms.title')}
      lead={t('wizard.terms.lead')}
      missing={step.account === null ? t('wizard.terms.noAccount') : null}
      hasPrimary={missing !== null && missing.length > 0}
      note={missing !== null && missing.length > 0 ? t('wizard.terms.goOn', { name: name ?? '' }) : undefined}
    >
      {connectionId === null || step.account === null ? (
        <Empty
          title={t('wizard.terms.noAccount')}
          action={<StepLink step={connectionId === null ? 'connect' : 'accounts'} />}
        />
      ) : (
        <Read of={terms} rows={3} failed={t('ui.terms.failed')}>
          {(check) => (
            <>
              {check.unread && (
                <Banner
                  family="warn"
                  icon={TriangleAlert}
                  title={t(`audit.unread.${check.unread.kind}`)}
                  action={
                    check.unread.kind === 'token' || check.unread.kind === 'disconnected' ? (
                      <StepLink step="connect" />
                    ) : undefined
                  }
                >
                  {check.unread.said}
                </Banner>
              )}
              {check.terms && (
                <Box
                  connectionId={connectionId}
                  check={check}
                  needed={needed}
                  missing={missing ?? []}
                  isAsking={terms.isAsking}
                  onAsk={() => void terms.refetch()}
                />
              )}
            </>
          )}
        </Read>
      )}
    </WizardPage>
  );
}

interface BoxProps {
  readonly connectionId: number;
  readonly check: TermsCheck;
  readonly needed: readonly TermsKind[];
  readonly missing: readonly TermsKind[];
  readonly isAsking: boolean;
  readonly onAsk: () => void;
}

function Box({ connectionId, check, needed, missing, isAsking, onAsk }: BoxProps) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const { goTo } = useDraft();
  const { terms, signer, at } = check;
  if (!terms) return null;
  const isGreen = missing.length === 0;
  const kinds = terms.kinds.filter(({ kind }) => needed.includes(kind));
  return (
    <>
      <div className={isGreen ? styles['box'] : styles['needs']} data-testid="wizard-terms" data-green={isGreen}>
        <div className={styles['account']}>
          <div>
            <b>{terms.name ?? terms.account}</b>
            <code className={styles['id']}>{terms.account}</code>
          </div>
          <div>
            {businessOf(terms) ?? t('ui.terms.noBusiness')}
            {businessOf(terms) !== null && <span className={text['sub']}>{t('wizard.terms.covers')}</span>}
          </div>
          <div className={styles['state']}>
            <Whole isGreen={isGreen} isUntold={isUntold(check, missing)} />
            {isGreen && signer.name !== null && (
              <span className={text['sub']}>{t('wizard.terms.by', { person: signer.name })}</span>
            )}
          </div>
        </div>
        <div className={styles['body']}>
          {!isGreen && (
            <>
              <ul className={styles['kinds']}>
                {kinds.map((of) => (
                  <li key={of.kind} data-kind={of.kind} data-state={of.state}>
                    <OfKind
                      isMissing={missing.includes(of.kind)}
                      isUntold={of.state === 'untold' || of.state === 'person_untold'}
                    />
                    <span>
                      {t(`terms.kind.${of.kind}`)}
                      <span className={text['sub']}>{t(`terms.state.${of.state}`)}.</span>
                    </span>
                  </li>
                ))}
              </ul>
              <SignHere connectionId={connectionId} terms={terms} signer={signer} missing={missing} at={at} isPrimary />
            </>
          )}
          <div className={styles['ask']}>
            {isGreen && <span className={text['sub']}>{t('ui.terms.asked.once', { time: exact(at) })}</span>}
            <Button size="small" icon={RefreshCw} isBusy={isAsking} testId="wizard-terms-check" onPress={onAsk}>
              {t('ui.terms.check')}
            </Button>
            {!isGreen && (
              <Button size="small" icon={Plug} testId="wizard-terms-other" onPress={() => goTo('connect')}>
                {t('wizard.terms.other')}
              </Button>
            )}
          </div>
        </div>
      </div>
      {!needed.includes('value_based') && <p className={styles['needless']}>{t('wizard.terms.needless')}</p>}
    </>
  );
}

function isUntold({ terms }: TermsCheck, missing: readonly TermsKind[]): boolean {
  const states = terms?.kinds.filter(({ kind }) => missing.includes(kind)).map(({ state }) => state) ?? [];
  return states.every((state) => state === 'untold' || state === 'person_untold');
}

interface StandingProps {
  readonly isGreen: boolean;
  readonly isUntold: boolean;
}

function useTermsStatus({ isGreen, isUntold: untold }: StandingProps): Status {
  const { t } = useTexts();
  // What is not told is never green.
  if (isGreen) return { family: 'ok', icon: CircleCheck, label: t('ui.terms.light.accepted') };
  return untold
    ? { family: 'off', icon: CircleHelp, label: t('ui.terms.light.unknown') }
    : { family: 'held', icon: Hand, label: t('ui.terms.light.missing') };
}

function Whole(props: StandingProps) {
  return <Chip status={useTermsStatus(props)} />;
}

function OfKind({ isMissing, isUntold: untold }: { readonly isMissing: boolean; readonly isUntold: boolean }) {
  return <Light status={useTermsStatus({ isGreen: !isMissing, isUntold: untold })} />;
}
