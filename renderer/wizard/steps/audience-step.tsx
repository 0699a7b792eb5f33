import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useId } from 'react';

import type { AudienceChoice } from '../../../preload/contract/wizard.ts';
import { useTexts } from '../../text.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { AudienceCombobox } from '../audience-combobox.tsx';
import type { AudiencePlace } from '../audience-queries.ts';
import { useAudiences, useAudiencesAgain } from '../audience-queries.ts';
import { ExistingAudience } from '../existing-audience.tsx';
import { NameNotes } from '../name-notes.tsx';
import { NewAudience } from '../new-audience.tsx';
import { newAudience } from '../purpose.ts';
import { StepLink } from '../step-link.tsx';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from '../fields.module.css';

/** Which audience the people go to: one that Meta has, or a new one. */
export function AudienceStep() {
  const { t } = useTexts();
  const { settings, step } = useDraft();
  const { connectionId } = settings;
  const { account, audience } = step;
  const place = connectionId === null || account === null ? null : { connectionId, account };
  return (
    <WizardPage
      title={t('wizard.audience.title')}
      lead={t('wizard.audience.lead')}
      help="audience"
      missing={
        place === null ? t('wizard.audience.noAccount') : isNamed(audience) ? null : t('wizard.audience.missing')
      }
    >
      {place === null ? (
        <Banner
          family="warn"
          icon={TriangleAlert}
          title={t('wizard.audience.noAccount')}
          action={<StepLink step={connectionId === null ? 'connect' : 'accounts'} />}
        >
          {t('wizard.audience.noAccount.text')}
        </Banner>
      ) : (
        <Chosen place={place} audience={audience} />
      )}
    </WizardPage>
  );
}

interface ChosenProps {
  readonly place: AudiencePlace;
  readonly audience: AudienceChoice | null;
}

function Chosen({ place, audience }: ChosenProps) {
  const { settings, step, changeStep } = useDraft();
  const id = useId();
  const name = audience?.name ?? '';
  return (
    <div className={styles['form']}>
      <AudienceCombobox
        key={`${place.connectionId} ${place.account}`}
        place={place}
        name={name}
        describedBy={`${id}-notes`}
        onNew={(made) =>
          changeStep({
            // A new audience has nobody to remove.
            action: 'add',
            audience: audience?.kind === 'new' ? { ...audience, name: made } : newAudience(made, settings.purpose),
          })
        }
        onFound={(found) =>
          changeStep(
            found.id === null
              ? {
                  action: 'add',
                  audience: { ...newAudience(found.name, settings.purpose), isValueBased: found.isValueBased },
                }
              : {
                  audience: { kind: 'existing', id: found.id, name: found.name, isValueBased: found.isValueBased },
                },
          )
        }
      />
      <div id={`${id}-notes`}>
        <Unread place={place} />
        {audience?.kind === 'new' && name !== '' && (
          <NameNotes place={place} name={name} description={audience.description} />
        )}
      </div>
      {audience?.kind === 'new' && name !== '' && (
        <NewAudience audience={audience} onChange={(patch) => changeStep({ audience: { ...audience, ...patch } })} />
      )}
      {audience?.kind === 'existing' && <ExistingAudience place={place} audience={audience} action={step.action} />}
    </div>
  );
}

/** Meta's list could not be read; what it told before serves meanwhile. */
function Unread({ place }: { readonly place: AudiencePlace }) {
  const { t } = useTexts();
  const { data } = useAudiences(place, '');
  const again = useAudiencesAgain(place);
  if (!data?.failed) return null;
  const { reason, said } = data.failed;
  return (
    <Banner
      family="warn"
      icon={TriangleAlert}
      title={t('wizard.audience.failed')}
      action={
        <Button
          size="small"
          icon={RefreshCw}
          isBusy={again.isPending}
          testId="wizard-audience-again"
          onPress={again.read}
        >
          {t('ui.failed.retry')}
        </Button>
      }
    >
      {said ?? t(`connect.${reason}.title`)} {data.listedAt !== null && t('wizard.audience.failed.old')}
    </Banner>
  );
}

function isNamed(audience: AudienceChoice | null): boolean {
  return audience !== null && audience.name.trim() !== '';
}
