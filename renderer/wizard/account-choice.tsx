import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';

import type { ReachableAccount } from '../../preload/contract/connections.ts';
import { useStanding } from '../accounts/accounts-table.tsx';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './account-choice.module.css';

/** Rows drawn at once; hundreds more are found by the search or drawn on demand. */
const PAGE = 50;

interface AccountChoiceProps {
  readonly accounts: readonly ReachableAccount[];
  readonly chosen: string | null;
  readonly onChoose: (account: string) => void;
  readonly onUse: (account: string, isUsed: boolean) => void;
}

/** Ad accounts with business, role and state; one of them is this job's, any number is worked with. */
export function AccountChoice({ accounts, chosen, onChoose, onUse }: AccountChoiceProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const [drawn, setDrawn] = useState(PAGE);
  // The job's own one is seen without a search.
  const first = accounts.filter(({ account }) => account === chosen);
  const page = [...first, ...accounts.filter(({ account }) => account !== chosen)].slice(0, drawn);
  const shown = page.length < accounts.length ? page : accounts;
  return (
    <>
      <table className={classes(table['table'], table['two'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{t('wizard.accounts.col.job')}</th>
            <th scope="col">{t('ui.accounts.col.business')}</th>
            <th scope="col">{t('ui.accounts.col.role')}</th>
            <th scope="col">{t('ui.accounts.col.status')}</th>
            <th scope="col">{t('wizard.accounts.col.used')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((of) => (
            <Row
              key={of.account}
              of={of}
              isChosen={of.account === chosen}
              onChoose={() => onChoose(of.account)}
              onUse={(isUsed) => onUse(of.account, isUsed)}
            />
          ))}
        </tbody>
      </table>
      {accounts.length > drawn && (
        <div className={table['more']}>
          <Button size="small" icon={ChevronDown} testId="wizard-accounts-more" onPress={() => setDrawn(drawn + PAGE)}>
            {t('ui.more')}
          </Button>
          <span>{t('ui.shownOf', { shown: number(drawn), total: number(accounts.length) })}</span>
        </div>
      )}
    </>
  );
}

interface RowProps {
  readonly of: ReachableAccount;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onUse: (isUsed: boolean) => void;
}

function Row({ of, isChosen, onChoose, onUse }: RowProps) {
  const { t } = useTexts();
  const { account, business, tasks, canAdvertise, isListed } = of;
  const name = of.name ?? account;
  const status = useStanding(of);
  const id = useId();
  return (
    <tr className={classes(table['row'], isChosen && styles['chosen'])} data-account={account}>
      <td>
        <label className={styles['name']}>
          <input
            type="radio"
            name="account"
            className={styles['check']}
            aria-labelledby={id}
            data-testid={`wizard-account-${account}`}
            disabled={!isListed}
            checked={isChosen}
            onChange={onChoose}
          />
          <span id={id}>
            <span className={table['name']}>{name}</span>
            <span className={classes(text['sub'], text['mono'])}>{account}</span>
          </span>
        </label>
      </td>
      <td>
        {business ? (
          (business.name ?? business.id)
        ) : (
          <span className={text['three']}>{t('ui.accounts.noBusiness')}</span>
        )}
      </td>
      <td>
        <span className={text['small']}>
          {tasks === null ? t('ui.accounts.untold') : tasks.join(', ') || t('ui.accounts.nothing')}
        </span>
        {canAdvertise === false && (
          <div className={classes(text['small'], text['bad'])}>{t('ui.accounts.tooLittle')}</div>
        )}
      </td>
      <td>
        <Light status={status} />
      </td>
      <td>
        <input
          type="checkbox"
          className={styles['check']}
          aria-label={t('ui.accounts.use', { name })}
          data-testid={`wizard-use-${account}`}
          disabled={isChosen}
          checked={of.isChosen}
          onChange={({ target }) => onUse(target.checked)}
        />
      </td>
    </tr>
  );
}
