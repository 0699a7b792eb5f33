import { Copy, ExternalLink } from 'lucide-react';

import type { Launched } from '../../preload/contract/wizard.ts';
import { useMoments } from '../moments.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { useSendDrop } from './drop-files.ts';
import { useConnection } from './step-facts.ts';
import { useDraft } from './use-draft.tsx';

import text from '../ui/text.module.css';
import styles from './review.module.css';

/** Where a lookalike is made of an audience of this ad account; null in the sandbox, which has no Ads Manager. */
function useLookalikePage(): string | null {
  const { step } = useDraft();
  const connection = useConnection();
  if (step.account === null || connection?.isSandbox !== false) return null;
  return `https://adsmanager.facebook.com/audiences?act=${step.account.replace(/^act_/, '')}`;
}

/** What is left to do by hand once a seed is filled. */
export function LookalikeNext() {
  const { t } = useTexts();
  const { step } = useDraft();
  const page = useLookalikePage();
  const audience = step.audience?.name ?? '';
  return (
    <div data-testid="wizard-lookalike">
      <SectionHead title={t('wizard.lookalike')} />
      <ol className={styles['next']}>
        <li>{t('wizard.lookalike.1')}</li>
        <li>{t('wizard.lookalike.2', { audience })}</li>
        <li>{t(step.audience?.isValueBased ? 'wizard.lookalike.3.value' : 'wizard.lookalike.3')}</li>
      </ol>
      {page === null ? (
        <p className={text['three']}>{t('wizard.lookalike.sandbox')}</p>
      ) : (
        <ButtonLink size="small" icon={ExternalLink} href={page} isOutside testId="wizard-lookalike-link">
          {t('wizard.lookalike.act')}
        </ButtonLink>
      )}
    </div>
  );
}

/** After the launch the page turns to the job, a dropped file begins to stream, and a seed is told where it becomes a lookalike. */
export function useAfterLaunch(): (launched: Extract<Launched, { readonly state: 'launched' }>) => void {
  const { t } = useTexts();
  const { settings, step } = useDraft();
  const page = useLookalikePage();
  const send = useSendDrop();
  const showToast = useMoments((now) => now.showToast);
  return ({ jobId }) => {
    if (settings.source?.kind === 'drop') void send(settings.source.dropId);
    if (settings.purpose === 'lookalike_seed')
      showToast({
        key: `lookalike ${jobId}`,
        family: 'ok',
        icon: Copy,
        title: t('wizard.lookalike.launched'),
        text: t('wizard.lookalike.2', { audience: step.audience?.name ?? '' }),
        action:
          page === null
            ? undefined
            : {
                label: t('wizard.lookalike.act'),
                icon: ExternalLink,
                onPress: () => void window.open(page, '_blank', 'noopener,noreferrer'),
              },
      });
    window.location.hash = jobHref(jobId);
  };
}
