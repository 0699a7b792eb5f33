import type { ReactNode } from 'react';

import type { Connection } from '../../preload/contract/connections.ts';
import { useFigures, useNow } from '../clock.ts';
import { useTexts } from '../text.ts';

import styles from './connection-facts.module.css';

/** What Meta told of a connection, in words: permissions, ends, last look. */
export function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { t, known } = useTexts();
  const { moment, number } = useFigures();
  const { granted, declined, granular, expiresAt, dataAccessExpiresAt, checkedAt, accounts, jobs } = connection;
  const word = (scope: string): string => {
    const said = known(`ui.accounts.scope.${scope}`);
    return said === undefined ? scope : `${said} (${scope})`;
  };
  const limited = (granular ?? []).filter(({ targets }) => targets !== null);
  return (
    <dl className={styles['facts']}>
      <Fact name={t('ui.accounts.granted')}>
        {granted === null ? t('ui.accounts.untold') : granted.map(word).join(', ') || t('ui.accounts.nothing')}
      </Fact>
      {declined !== null && declined.length > 0 && (
        <Fact name={t('ui.accounts.declined')}>{declined.map(word).join(', ')}</Fact>
      )}
      {limited.map(({ scope, targets }) => (
        <Fact key={scope} name={t('ui.accounts.limited')}>
          {t('ui.accounts.limited.to', { scope, count: number(targets?.length ?? 0), many: targets?.length ?? 0 })}
        </Fact>
      ))}
      <Fact name={t('ui.accounts.token')}>
        <End at={expiresAt} />
      </Fact>
      <Fact name={t('ui.accounts.dataAccess')}>
        <End at={dataAccessExpiresAt} />
      </Fact>
      <Fact name={t('ui.accounts.checked')}>{checkedAt === null ? t('ui.accounts.never') : moment(checkedAt)}</Fact>
      <Fact name={t('ui.accounts.used')}>
        {t('ui.accounts.used.of', {
          chosen: number(accounts.chosen),
          known: number(accounts.known),
          count: number(jobs),
          jobs,
        })}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function End({ at }: { readonly at: Connection['expiresAt'] }) {
  const { t } = useTexts();
  const { moment, away } = useFigures();
  const now = useNow(60_000);
  if (at === null) return t('ui.accounts.untold');
  if (at === 'never') return t('ui.accounts.endless');
  return at <= now ? t('ui.accounts.ended', { time: moment(at) }) : `${moment(at)}, ${away(at, now)}`;
}
