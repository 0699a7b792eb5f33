import { ChevronDown, ChevronRight, CircleCheck, CircleHelp, Hand } from 'lucide-react';
import { useId, useState } from 'react';

import type { Signer, TermsKind, TermsOfAccount, TermsOfKind } from '../../preload/contract/terms.ts';
import { useTexts } from '../text.ts';
import { Chip, Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { businessOf } from './missing.ts';
import { SignHere } from './sign-here.tsx';

import text from '../ui/text.module.css';
import styles from './terms.module.css';

interface AccountTermsProps {
  readonly connectionId: number;
  readonly terms: TermsOfAccount;
  readonly signer: Signer;
  /** Kinds that stand in the way. */
  readonly missing: readonly TermsKind[];
  /** When Meta was asked, epoch ms. */
  readonly at: number;
  /** It turned green while somebody looked. */
  readonly hasTurned: boolean;
  readonly isOpenAtFirst: boolean;
  readonly isPrimary: boolean;
}

/** One ad account: where each kind of terms stands, opening onto how to accept them. */
export function AccountTerms({ isOpenAtFirst, ...props }: AccountTermsProps) {
  const { t } = useTexts();
  const { terms, missing, hasTurned } = props;
  const [chosen, setOpen] = useState<boolean | null>(null);
  const isOpen = chosen ?? isOpenAtFirst;
  const lightOf = useTermsLight();
  const id = useId();
  const list = terms.kinds.find(({ kind }) => kind === 'customer_list');
  return (
    <li className={classes(styles['account'], missing.length > 0 && styles['needs'])} data-account={terms.account}>
      <button
        type="button"
        className={styles['head']}
        aria-expanded={isOpen}
        aria-controls={id}
        data-row
        data-testid={`terms-${terms.account}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <ChevronDown size={16} aria-hidden /> : <ChevronRight size={16} aria-hidden />}
        <span className={styles['name']}>
          <b>{terms.name ?? terms.account}</b>
          <code>{terms.account}</code>
        </span>
        <span className={styles['business']}>{businessOf(terms) ?? t('ui.terms.noBusiness')}</span>
        {list && <Chip status={lightOf(list, missing)} />}
      </button>
      {hasTurned && missing.length === 0 && <output className={styles['turned']}>{t('ui.terms.turned')}</output>}
      <div id={id} hidden={!isOpen} className={styles['body']}>
        {isOpen && (
          <>
            <ul className={styles['kinds']}>
              {terms.kinds.map((of) => (
                <li key={of.kind} data-kind={of.kind} data-state={of.state}>
                  <Light status={lightOf(of, missing)} />
                  <span>
                    {t(`terms.kind.${of.kind}`)}
                    <span className={text['sub']}>
                      {t(`terms.state.${of.state}`)}.
                      {of.kind === 'value_based' &&
                        of.state !== 'accepted' &&
                        !missing.includes(of.kind) &&
                        ` ${t('ui.terms.needless')}`}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <SignHere {...props} />
          </>
        )}
      </div>
    </li>
  );
}

function useTermsLight(): (of: TermsOfKind, missing: readonly TermsKind[]) => Status {
  const { t } = useTexts();
  return ({ kind, state }, missing) => {
    switch (state) {
      case 'accepted':
        return { family: 'ok', icon: CircleCheck, label: t('ui.terms.light.accepted') };
      case 'nobody':
      case 'other_person':
      case 'not_person':
        return { family: missing.includes(kind) ? 'held' : 'off', icon: Hand, label: t('ui.terms.light.missing') };
      // What is not told is never green.
      case 'person_untold':
      case 'untold':
        return { family: 'off', icon: CircleHelp, label: t('ui.terms.light.unknown') };
    }
  };
}
