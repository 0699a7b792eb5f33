import { ArchiveRestore, CircleCheck, ExternalLink, Hand, RefreshCw } from 'lucide-react';

import type { Hold } from '../../preload/contract/holds.ts';
import { useFigures, useNow } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useCheckHold } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { useHandsOverFocus } from '../ui/focus.ts';
import { useHoldPlace } from './hold-place.ts';

import text from '../ui/text.module.css';
import styles from './needs.module.css';

/** From here on the end of a hold is near enough to be named. */
const NEAR_MS = 7 * 24 * 60 * 60_000;

/** What waits for a person, each with its next action. The first one's action is the primary of the view. */
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
  const { t } = useTexts();
  const { moment, number } = useFigures();
  const account = useHoldPlace()(hold);
  const ref = useHandsOverFocus<HTMLLIElement>();
  const action = t(`hold.${hold.reason}.action`, { account, person: hold.person ?? t('hold.person.unknown') });
  return (
    <li ref={ref} className={styles['need']} data-hold={hold.reason}>
      <Hand size={16} aria-hidden />
      <div className={styles['words']}>
        <b>{t('ui.hold.title', { account, title: t(`hold.${hold.reason}.title`) })}</b>
        <p>{t(thenOf(hold), { action })}</p>
        <p className={styles['small']}>
          {hold.reason === 'restored'
            ? t('ui.hold.restored.why', { time: moment(hold.since) })
            : `${t(`hold.${hold.reason}.why`)}.`}
        </p>
        <Said hold={hold} />
        {hold.found !== null && <p className={styles['small']}>{t('ui.hold.found', { found: hold.found })}</p>}
      </div>
      <div className={styles['count']}>
        <b>{t('ui.hold.waiting', { count: number(hold.people) })}</b>
        <span>{t('ui.hold.since', { time: moment(hold.since) })}</span>
      </div>
      <Times hold={hold} />
      <Actions hold={hold} kind={isFirst ? 'primary' : 'secondary'} />
    </li>
  );
}

/** What follows when the person has acted: it goes on by itself, or Muster has to be told. */
function thenOf({ reason, probeAt }: Hold): 'ui.hold.only' | 'ui.hold.then' | 'ui.hold.thenSay' {
  if (reason === 'restored') return 'ui.hold.only';
  return probeAt === null ? 'ui.hold.thenSay' : 'ui.hold.then';
}

/** Meta's own words and code, the evidence under the plain sentence. */
function Said({ hold }: { readonly hold: Hold }) {
  const code = [hold.code, hold.subcode].filter((part) => part !== null).join('/');
  const said = [code, hold.said].filter(Boolean).join(' ');
  return said === '' ? null : <p className={classes(styles['said'], text['mono'])}>{said}</p>;
}

/** When Meta is asked again, and when waiting ends for good. */
function Times({ hold: { probeAt, expiresAt } }: { readonly hold: Hold }) {
  const { t } = useTexts();
  const { exact, moment, away } = useFigures();
  const now = useNow(probeAt === null ? 60_000 : 1000);
  const isNear = expiresAt - now < NEAR_MS;
  if (probeAt === null && !isNear) return null;
  return (
    <div className={classes(styles['times'], styles['small'])}>
      {probeAt !== null && (
        <p>
          {probeAt > now
            ? t('ui.hold.probe', { time: exact(probeAt), away: away(probeAt, now) })
            : t('ui.hold.probing')}
        </p>
      )}
      {isNear && (
        <p className={styles['near']}>
          {t('ui.hold.expires', { time: moment(expiresAt), away: away(expiresAt, now) })}
        </p>
      )}
    </div>
  );
}

function Actions({ hold, kind }: { readonly hold: Hold; readonly kind: 'primary' | 'secondary' }) {
  const { t, known } = useTexts();
  const { exact } = useFigures();
  const ask = useMoments((now) => now.ask);
  const { isPending, error, answer, checkedAt, check } = useCheckHold(hold.id);
  const { id: holdId, people, since } = hold;
  if (hold.reason === 'restored') {
    return (
      <div className={styles['actions']}>
        <Button kind={kind} icon={ArchiveRestore} onPress={() => ask({ kind: 'release', holdId, people, since })}>
          {t('ui.release.open')}
        </Button>
      </div>
    );
  }
  const canSee = hold.probeAt !== null;
  return (
    <>
      <div className={styles['actions']}>
        {hold.url !== null && (
          <ButtonLink kind={kind} icon={ExternalLink} href={hold.url} isOutside>
            {known(`ui.hold.open.${hold.reason}`) ?? t('ui.hold.open')}
          </ButtonLink>
        )}
        <Button
          kind={hold.url === null ? kind : 'secondary'}
          icon={canSee ? RefreshCw : CircleCheck}
          isBusy={isPending}
          onPress={check}
        >
          {t(isPending ? 'ui.hold.checking' : canSee ? 'ui.hold.check' : 'ui.hold.done')}
        </Button>
      </div>
      <output className={styles['result']}>
        {error && t('ui.hold.unchecked', { said: error.message })}
        {answer &&
          !isPending &&
          (answer.released
            ? t('ui.hold.released', { time: exact(checkedAt) })
            : [t('ui.hold.still', { time: exact(checkedAt) }), answer.said].filter(Boolean).join('. '))}
      </output>
    </>
  );
}
