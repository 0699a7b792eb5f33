import { ExternalLink, Hand, RefreshCw } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import { useFigures } from '../clock.ts';
import { useCheckHold, useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';

import text from '../ui/text.module.css';
import styles from './needs.module.css';

/** What waits for a person, one line each with its next action. The first one's action is the primary of the view. */
export function Needs({ holds }: { readonly holds: readonly Hold[] }) {
  if (holds.length === 0) return null;
  return (
    <ul className={styles['needs']}>
      {holds.map((hold, place) => (
        <Need key={hold.id} hold={hold} isFirst={place === 0} />
      ))}
    </ul>
  );
}

function Need({ hold, isFirst }: { readonly hold: Hold; readonly isFirst: boolean }) {
  const { t, known } = useTexts();
  const { moment, exact, number } = useFigures();
  const check = useCheckHold(hold.id);
  const kind = isFirst ? 'primary' : 'secondary';
  const code = [hold.code, hold.subcode].filter((part) => part !== null).join('/');
  const said = [code, hold.said].filter(Boolean).join(' ');
  return (
    <li className={styles['need']} data-hold={hold.reason}>
      <Hand size={16} aria-hidden />
      <div>
        <b>{t('ui.hold.title', { account: useAccountName(hold.account), title: t(`hold.${hold.reason}.title`) })}</b>
        <p>
          {t('ui.hold.then', {
            action: t(`hold.${hold.reason}.action`, { account: hold.account, person: t('hold.person.unknown') }),
          })}
          {said !== '' && <span className={classes(styles['said'], text['mono'])}>{said}</span>}
        </p>
      </div>
      <div className={styles['count']}>
        <b>{t('ui.hold.waiting', { count: number(hold.people) })}</b>
        <span>{t('ui.hold.since', { time: moment(hold.since) })}</span>
      </div>
      <div className={styles['actions']}>
        <div>
          {hold.url !== null && (
            <ButtonLink kind={kind} icon={ExternalLink} href={hold.url} isOutside>
              {known(`ui.hold.open.${hold.reason}`) ?? t('ui.hold.open')}
            </ButtonLink>
          )}
          <Button
            kind={hold.url === null ? kind : 'secondary'}
            icon={RefreshCw}
            isDisabled={check.isPending}
            onPress={check.check}
          >
            {check.isPending ? t('ui.hold.checking') : t('ui.hold.check')}
          </Button>
        </div>
        <output className={styles['result']}>
          {check.error && t('ui.hold.unchecked', { said: check.error.message })}
          {check.isReleased !== null &&
            t(check.isReleased ? 'ui.hold.released' : 'ui.hold.still', { time: exact(check.checkedAt) })}
        </output>
      </div>
    </li>
  );
}

function useAccountName(account: string): string {
  const { data } = useStatus();
  return data?.accounts.find((each) => each.account === account)?.name ?? account;
}
