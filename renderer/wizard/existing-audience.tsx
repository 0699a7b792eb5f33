import { RefreshCw, TriangleAlert } from 'lucide-react';

import type { AudienceChoice, FoundAudience, StepChoice } from '../../preload/contract/wizard.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { ActionChoice } from './action-choice.tsx';
import { useSize } from './audience-facts.ts';
import type { AudiencePlace } from './audience-queries.ts';
import { useAudience, useAudiencesAgain } from './audience-queries.ts';
import { ValueRule } from './value-rule.tsx';

import text from '../ui/text.module.css';
import styles from './fields.module.css';

/** Meta refuses removals that leave fewer people than this in an audience. */
const SMALL = 1000;

interface ExistingProps {
  readonly place: AudiencePlace;
  readonly audience: Extract<AudienceChoice, { readonly kind: 'existing' }>;
  readonly action: StepChoice['action'];
}

/** What Meta says of the chosen audience, and what is to be done with it. */
export function ExistingAudience({ place, audience, action }: ExistingProps) {
  const { t } = useTexts();
  const one = useAudience(place, audience.id);
  const again = useAudiencesAgain(place);
  return (
    <>
      <SectionHead
        title={t('wizard.audience.atMeta')}
        note={audience.id}
        end={
          <Button
            kind="ghost"
            size="small"
            icon={RefreshCw}
            isBusy={again.isPending}
            testId="wizard-audience-again"
            onPress={again.read}
          >
            {t('wizard.again')}
          </Button>
        }
      />
      <Read of={one} rows={2} failed={t('wizard.audience.failed')}>
        {(found) => (found ? <Facts found={found} /> : <p className={text['two']}>{t('wizard.audience.gone')}</p>)}
      </Read>
      <ActionChoice />
      {action === 'remove' && one.data && isSmall(one.data) && (
        <Banner family="warn" icon={TriangleAlert} title={t('wizard.audience.small')}>
          {t('wizard.audience.small.text')}
        </Banner>
      )}
      {audience.isValueBased && (
        <>
          <SectionHead title={t('wizard.audience.value')} />
          <ValueRule />
        </>
      )}
    </>
  );
}

function Facts({ found }: { readonly found: FoundAudience }) {
  const { t, known } = useTexts();
  const { moment } = useFigures();
  const sizeOf = useSize();
  const { size, operation, delivery, updatedAt, isValueBased, blocked, subtype } = found;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('wizard.audience.fact.size'), sizeOf(size)],
    [
      t('wizard.audience.fact.state'),
      operation &&
        (known(`wizard.audience.operation.${operation.code}`) ?? operation.description ?? String(operation.code)),
    ],
    [
      t('wizard.audience.fact.delivery'),
      delivery && (known(`wizard.audience.delivery.${delivery.code}`) ?? delivery.description ?? String(delivery.code)),
    ],
    [t('wizard.audience.fact.value'), isValueBased ? t('wizard.yes') : null],
    [t('wizard.audience.fact.updated'), updatedAt === null ? null : moment(updatedAt)],
  ];
  return (
    <>
      {blocked !== null && (
        <Banner
          family="bad"
          icon={TriangleAlert}
          title={t(`wizard.audience.blocked.${blocked}`, { type: subtype ?? '?' })}
        />
      )}
      <dl className={styles['facts']} data-testid="wizard-audience-facts">
        {facts.map(
          ([term, fact]) =>
            fact !== null && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{fact}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

/** Fewer people than a removal may leave; an untold size is not called small. */
function isSmall({ size }: FoundAudience): boolean {
  return size !== null && size.upper >= 0 && size.upper < SMALL;
}
