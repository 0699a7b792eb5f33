import { AppWindow, Copy, ExternalLink, LoaderCircle } from 'lucide-react';

import type { Signer, TermsKind, TermsOfAccount, TermsPage } from '../../preload/contract/terms.ts';
import { desktopWindows } from '../accounts/desktop-windows.ts';
import { useFigures } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useTexts } from '../text.ts';
import type { TextKey } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { businessOf } from './missing.ts';
import { TryAccept } from './try-accept.tsx';

import text from '../ui/text.module.css';
import styles from './terms.module.css';

const OPEN: Readonly<Record<TermsPage['page'], TextKey>> = {
  business: 'audit.action.terms_business',
  personal: 'audit.action.terms_personal',
  business_tools: 'audit.action.terms_value',
};
const HELP: readonly TextKey[] = [
  'terms.help.same_profile',
  'terms.help.dropdown',
  'terms.help.other_page',
  'terms.help.other_admin',
  'terms.help.ids',
];
const RELATIONS: readonly TextKey[] = ['terms.relation.owned', 'terms.relation.on_behalf_of', 'terms.relation.shared'];

interface SignHereProps {
  readonly connectionId: number;
  readonly terms: TermsOfAccount;
  readonly signer: Signer;
  readonly missing: readonly TermsKind[];
  readonly at: number;
  readonly isPrimary: boolean;
}

/** Who signs, for whom and where; that Meta is being asked; and what to look at when the line stays as it is. */
export function SignHere({ connectionId, terms, signer, missing, at, isPrimary }: SignHereProps) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const business = businessOf(terms);
  const person = signer.name ?? t('ui.terms.somebody');
  const pages = terms.kinds.filter(({ kind }) => missing.includes(kind)).map(({ page }) => page);
  const windows = desktopWindows();
  const { account } = terms;
  const relations: readonly TextKey[] = business === null ? ['terms.relation.personal'] : RELATIONS;
  return (
    <>
      {missing.length > 0 && (
        <>
          <ol className={styles['steps']}>
            <li>{t(signer.isSystemUser === true ? 'terms.signer.system_user' : 'terms.signer.person', { person })}.</li>
            <li>
              {business === null ? t('terms.relation.personal') : t('ui.terms.for', { business })}
              <span className={text['sub']}>
                {t('terms.help.dropdown')}. {t('terms.help.covers')}.
              </span>
            </li>
            {pages.map(({ page, url }, place) => (
              <li key={page}>
                <span className={styles['actions']}>
                  {windows && (
                    <Button
                      kind={isPrimary && place === 0 ? 'primary' : 'secondary'}
                      icon={AppWindow}
                      testId={`terms-window-${page}`}
                      onPress={() => void windows.openTerms({ connectionId, account, page })}
                    >
                      {t(OPEN[page])}
                    </Button>
                  )}
                  <ButtonLink
                    kind={isPrimary && place === 0 && !windows ? 'primary' : 'secondary'}
                    icon={ExternalLink}
                    href={url}
                    isOutside
                  >
                    {t(windows ? 'desktop.terms.inBrowser' : OPEN[page])}
                  </ButtonLink>
                  <CopyLink url={url} />
                </span>
                <code className={styles['url']}>{url}</code>
                {terms.business?.id === null && <span className={text['sub']}>{t('terms.help.ids')}.</span>}
              </li>
            ))}
          </ol>
          <div className={styles['waiting']}>
            <LoaderCircle size={16} className={styles['turning']} aria-hidden />
            <p>
              <b>{t('ui.terms.waiting')}</b>
              <span className={text['sub']}>{t('ui.terms.asked', { time: exact(at) })}</span>
            </p>
          </div>
        </>
      )}
      <details className={styles['more']}>
        <summary data-testid={`terms-help-${terms.account}`}>{t('ui.terms.help')}</summary>
        <ul>
          {HELP.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        <h3>{t('ui.terms.pages')}</h3>
        <ul>
          {terms.pages.map(({ page, url }) => (
            <li key={page}>
              <a href={url} target="_blank" rel="noreferrer">
                {t(`terms.page.${page}`)}
              </a>
            </li>
          ))}
        </ul>
        <h3>{t('ui.terms.relation')}</h3>
        <ul>
          {relations.map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
        {missing.length > 0 && <TryAccept connectionId={connectionId} account={terms.account} person={person} />}
      </details>
    </>
  );
}

/** The one who signs often sits at another computer. */
function CopyLink({ url }: { readonly url: string }) {
  const { t } = useTexts();
  const showToast = useMoments((now) => now.showToast);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url);
    showToast({ key: 'copy', family: 'ok', icon: Copy, title: t('ui.terms.copied') });
  };
  return (
    <Button icon={Copy} testId="terms-copy" onPress={() => void copy()}>
      {t('ui.terms.copy')}
    </Button>
  );
}
