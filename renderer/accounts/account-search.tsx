import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

import type { AccountList, ReachableAccount } from '../../preload/contract/connections.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/reading.tsx';

import styles from './account-search.module.css';

interface AccountSearchProps {
  readonly list: AccountList;
  /** Begins the test ids: `<prefix>-search`, `-refresh`, `-clear`. */
  readonly prefix: string;
  readonly isRefreshing: boolean;
  readonly onRefresh: () => void;
  /** More in the bar. */
  readonly tools?: ReactNode;
  /** Between the bar and the list. */
  readonly notes?: ReactNode;
  /** Draws those that were found; `words` is what was searched for. */
  readonly children: (found: readonly ReachableAccount[], words: string) => ReactNode;
}

/** Ad accounts that are searched by name, id and business, with what Meta said when it could not be asked. */
export function AccountSearch(props: AccountSearchProps) {
  const { list, prefix, isRefreshing, onRefresh, tools, notes, children } = props;
  const { t } = useTexts();
  const { moment, number } = useFigures();
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const found = list.accounts.filter(({ account, name, business }) =>
    [account, name, business?.name, business?.id].some((part) => part?.toLowerCase().includes(words)),
  );
  return (
    <>
      {list.failed && (
        <Banner family="warn" icon={TriangleAlert} title={t(`connect.${list.failed.reason}.title`)}>
          {t('ui.accounts.stale')} {list.failed.said}
        </Banner>
      )}
      <div className={styles['bar']}>
        <input
          type="search"
          className={styles['search']}
          placeholder={t('ui.accounts.search')}
          aria-label={t('ui.accounts.search')}
          data-testid={`${prefix}-search`}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <output className={styles['note']}>
          {t('ui.accounts.shown', { shown: number(found.length), total: number(list.total) })}
          {list.listedAt !== null && ` · ${t('ui.accounts.listed', { time: moment(list.listedAt) })}`}
        </output>
        <Button size="small" icon={RefreshCw} isBusy={isRefreshing} testId={`${prefix}-refresh`} onPress={onRefresh}>
          {t('ui.accounts.refresh')}
        </Button>
        {tools}
      </div>
      {notes}
      {found.length === 0 ? (
        <Empty
          title={t('ui.accounts.noMatch', { search: search.trim() })}
          action={
            <Button testId={`${prefix}-clear`} onPress={() => setSearch('')}>
              {t('ui.accounts.clear')}
            </Button>
          }
        />
      ) : (
        children(found, words)
      )}
    </>
  );
}
