import { ChevronDown, ChevronRight, CircleCheck, CircleHelp, CircleX, Stethoscope, TriangleAlert } from 'lucide-react';
import { Fragment, useState } from 'react';

import type { Audit } from '../../preload/contract/audit.ts';
import type { ReachableAccount } from '../../preload/contract/connections.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { AuditLines, useAuditLight } from './audit-lines.tsx';
import type { AuditRuns } from './audit-runs.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './accounts-table.module.css';

/** Rows drawn at once; hundreds more are found by the search or drawn on demand. */
const PAGE = 100;

/** Meta's `account_status` that stand in the way, in words. */
const WORDS: Readonly<
  Record<number, 'disabled' | 'unsettled' | 'review' | 'settlement' | 'grace' | 'closing' | 'closed'>
> = { 2: 'disabled', 3: 'unsettled', 7: 'review', 8: 'settlement', 9: 'grace', 100: 'closing', 101: 'closed' };

interface AccountsTableProps {
  readonly accounts: readonly ReachableAccount[];
  readonly audits: readonly Audit[];
  readonly runs: AuditRuns;
  readonly isChosen: (account: string) => boolean;
  readonly onChoose: (account: string) => void;
  readonly onReconnect: () => void;
}

/** Ad accounts with business, role, state and audit; a row opens to the lines of its audit. */
export function AccountsTable({ accounts, audits, runs, isChosen, onChoose, onReconnect }: AccountsTableProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState<string | null>(null);
  const page = accounts.slice(0, shown);
  return (
    <>
      <table className={classes(table['table'], table['two'], styles['table'])}>
        <thead>
          <tr>
            <th scope="col">{t('ui.accounts.col.use')}</th>
            <th scope="col">{t('ui.accounts.col.account')}</th>
            <th scope="col">{t('ui.accounts.col.business')}</th>
            <th scope="col">{t('ui.accounts.col.role')}</th>
            <th scope="col">{t('ui.accounts.col.status')}</th>
            <th scope="col">{t('ui.accounts.col.audit')}</th>
          </tr>
        </thead>
        <tbody>
          {page.map((account) => {
            const audit = audits.find((each) => each.account === account.account);
            const isOpen = open === account.account && audit !== undefined;
            return (
              <Fragment key={account.account}>
                <AccountRow
                  of={account}
                  audit={audit}
                  isOpen={isOpen}
                  isBlocked={runs.waiting.length > 0}
                  isAuditing={runs.waiting.includes(account.account)}
                  isChosen={isChosen(account.account)}
                  onChoose={() => onChoose(account.account)}
                  onOpen={() => setOpen(isOpen ? null : account.account)}
                  onAudit={() => {
                    setOpen(account.account);
                    runs.run([account.account]);
                  }}
                />
                {isOpen && (
                  <tr>
                    <td colSpan={6} className={styles['lines']}>
                      <AuditLines audit={audit} onReconnect={onReconnect} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {accounts.length > shown && (
        <div className={table['more']}>
          <Button size="small" icon={ChevronDown} testId="accounts-more" onPress={() => setShown(shown + PAGE)}>
            {t('ui.more')}
          </Button>
          <span>{t('ui.shownOf', { shown: number(shown), total: number(accounts.length) })}</span>
        </div>
      )}
    </>
  );
}

interface AccountRowProps {
  readonly of: ReachableAccount;
  readonly audit: Audit | undefined;
  readonly isOpen: boolean;
  readonly isAuditing: boolean;
  /** Another one is read, and they are read one at a time. */
  readonly isBlocked: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onOpen: () => void;
  readonly onAudit: () => void;
}

function AccountRow({
  of,
  audit,
  isOpen,
  isAuditing,
  isBlocked,
  isChosen,
  onChoose,
  onOpen,
  onAudit,
}: AccountRowProps) {
  const { t } = useTexts();
  const { account, business, tasks, canAdvertise } = of;
  const name = of.name ?? account;
  const status = useStanding(of);
  const state = WORDS[of.statusCode ?? 0];
  const codes = [of.statusCode, of.disableReason].filter(Boolean).join('/');
  const detail = state ? t(`audit.account_status.${state}`) : t('ui.accounts.status.codes', { codes });
  const lightOf = useAuditLight();
  return (
    <tr className={table['row']} data-account={account}>
      <td>
        <input
          type="checkbox"
          className={styles['check']}
          aria-label={t('ui.accounts.use', { name })}
          data-testid={`use-${account}`}
          checked={isChosen}
          onChange={onChoose}
        />
      </td>
      <td>
        <span className={table['name']}>{name}</span>
        <span className={classes(text['sub'], text['mono'])}>{account}</span>
      </td>
      <td>
        {business ? (
          (business.name ?? business.id)
        ) : (
          <span className={text['three']}>{t('ui.accounts.noBusiness')}</span>
        )}
        {of.currency !== null && (
          <span className={classes(text['sub'], styles['money'])}>
            {[of.currency, of.timezone].filter(Boolean).join(' · ')}
          </span>
        )}
      </td>
      <td>
        {tasks === null ? (
          <span className={text['three']}>{t('ui.accounts.untold')}</span>
        ) : (
          <span className={styles['tasks']}>{tasks.join(', ') || t('ui.accounts.nothing')}</span>
        )}
        {canAdvertise === false && (
          <div className={classes(text['small'], text['bad'])}>{t('ui.accounts.tooLittle')}</div>
        )}
      </td>
      <td>
        <Light status={status} />
        {of.status !== 'active' && of.statusCode !== null && <span className={text['sub']}>{detail}</span>}
      </td>
      <td>
        <div className={styles['audit']}>
          {audit && (
            <>
              <Light status={lightOf(audit.status)} />
              <IconButton
                size="small"
                icon={isOpen ? ChevronDown : ChevronRight}
                label={t('ui.accounts.audit.open', { name })}
                isExpanded={isOpen}
                onPress={onOpen}
              />
            </>
          )}
          <Button
            size="small"
            icon={Stethoscope}
            isBusy={isAuditing}
            isDisabled={isBlocked && !isAuditing}
            testId={`audit-${account}`}
            onPress={onAudit}
          >
            {t(isAuditing ? 'ui.accounts.auditing' : 'ui.accounts.audit')}
          </Button>
        </div>
      </td>
    </tr>
  );
}

/** How an ad account is, in the fixed icon, colour and word. */
export function useStanding({ status, isListed }: ReachableAccount): Status {
  const { t } = useTexts();
  if (!isListed) return { family: 'bad', icon: CircleX, label: t('ui.accounts.status.gone') };
  switch (status) {
    case 'active':
      return { family: 'ok', icon: CircleCheck, label: t('ui.accounts.status.active') };
    case 'warning':
      return { family: 'warn', icon: TriangleAlert, label: t('ui.accounts.status.warning') };
    case 'blocked':
      return { family: 'bad', icon: CircleX, label: t('ui.accounts.status.blocked') };
    case 'unknown':
      return { family: 'off', icon: CircleHelp, label: t('ui.accounts.status.unknown') };
  }
}
