import { CircleCheck, Plug, RefreshCw, TriangleAlert } from 'lucide-react';

import type { Connection } from '../../preload/contract/connections.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { TermsList } from '../../preload/contract/terms.ts';
import { useFigures } from '../clock.ts';
import { Screen } from '../frame/screen.tsx';
import { useConnections, useHolds, useTerms } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { AccountTerms } from './account-terms.tsx';
import { missingKinds, needyFirst } from './missing.ts';

import text from '../ui/text.module.css';
import styles from './terms.module.css';

/** Who has to accept which terms, the page to do it on, and Meta's answer as it comes in. */
export function TermsScreen() {
  const { t } = useTexts();
  const connections = useConnections();
  const { data: holds = [] } = useHolds();
  return (
    <Screen title={t('ui.terms')}>
      <Read of={connections} rows={4} failed={t('ui.terms.failed')}>
        {(all) => {
          const list = all.filter(({ health }) => health !== 'disconnected');
          return list.length === 0 ? (
            <Empty
              title={t('ui.terms.none')}
              action={
                <ButtonLink kind="primary" icon={Plug} href="#/accounts">
                  {t('ui.terms.none.act')}
                </ButtonLink>
              }
            >
              <p>{t('ui.terms.none.text')}</p>
            </Empty>
          ) : (
            <>
              <p className={styles['intro']}>{t('ui.terms.intro')}</p>
              {list.map((connection, place) => (
                <ConnectionTerms key={connection.id} connection={connection} holds={holds} isFirst={place === 0} />
              ))}
            </>
          );
        }}
      </Read>
    </Screen>
  );
}

interface ConnectionTermsProps {
  readonly connection: Connection;
  readonly holds: readonly Hold[];
  /** Its first open page is the primary of the view. */
  readonly isFirst: boolean;
}

function ConnectionTerms({ connection, holds, isFirst }: ConnectionTermsProps) {
  const { t } = useTexts();
  const { exact } = useFigures();
  const missingIn = (list: TermsList): number =>
    list.accounts.filter((account) => missingKinds(account, holds).length > 0).length;
  const terms = useTerms(connection.id, (list) => missingIn(list) === 0);
  const missing = terms.data ? missingIn(terms.data) : 0;
  return (
    <section data-connection={connection.id}>
      <SectionHead
        title={connection.person.name ?? terms.data?.signer.name ?? t('ui.terms.somebody')}
        note={[
          t(`connection.kind.${connection.kind}`),
          ...(terms.data ? [t('ui.terms.accounts', { count: terms.data.accounts.length })] : []),
          ...(missing > 0 ? [t('ui.terms.missing', { count: missing })] : []),
        ].join(' · ')}
        end={
          terms.data && (
            <>
              {missing === 0 && (
                <span className={styles['asked']}>{t('ui.terms.asked.once', { time: exact(terms.data.at) })}</span>
              )}
              <Button
                size="small"
                icon={RefreshCw}
                isBusy={terms.isAsking}
                testId="terms-check"
                onPress={() => void terms.refetch()}
              >
                {t('ui.terms.check')}
              </Button>
            </>
          )
        }
      />
      <Read of={terms} rows={3} failed={t('ui.terms.failed')}>
        {(list) => {
          if (list.unread)
            return (
              <Banner
                family="warn"
                icon={TriangleAlert}
                title={t(`audit.unread.${list.unread.kind}`)}
                action={
                  list.unread.kind === 'token' || list.unread.kind === 'disconnected' ? (
                    <ButtonLink icon={Plug} href="#/accounts">
                      {t('ui.terms.none.act')}
                    </ButtonLink>
                  ) : undefined
                }
              >
                {list.unread.said}
              </Banner>
            );
          if (list.accounts.length === 0) return <p className={text['three']}>{t('ui.terms.noAccounts')}</p>;
          const first = list.accounts.find((account) => missingKinds(account, holds).length > 0);
          return (
            <>
              {missing === 0 && (
                <div className={styles['green']}>
                  <Banner family="ok" icon={CircleCheck} title={t('ui.terms.allGreen')}>
                    {t('ui.terms.allGreen.text')}
                  </Banner>
                </div>
              )}
              <ul className={styles['accounts']}>
                {needyFirst(list.accounts, holds).map((each) => (
                  <AccountTerms
                    key={each.account}
                    connectionId={connection.id}
                    terms={each}
                    signer={list.signer}
                    missing={missingKinds(each, holds)}
                    at={list.at}
                    hasTurned={list.turned.includes(each.account)}
                    isOpenAtFirst={each === first && missing > 0}
                    isPrimary={isFirst && each === first}
                  />
                ))}
              </ul>
            </>
          );
        }}
      </Read>
    </section>
  );
}
