import { ChevronDown } from 'lucide-react';

import { useFigures } from '../clock.ts';
import type { PagedReading } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from './button.tsx';

import table from './table.module.css';

/** The foot of a long table: how much is shown, and the next page. */
export function LoadMore({ of, total }: { readonly of: PagedReading<unknown>; readonly total: number | null }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const shown = of.data?.length ?? 0;
  if (!of.hasMore) return null;
  return (
    <div className={table['more']}>
      <Button size="small" icon={ChevronDown} isDisabled={of.isLoadingMore} onPress={of.loadMore}>
        {t('ui.more')}
      </Button>
      <span>
        {total === null
          ? t('ui.shown', { shown: number(shown) })
          : t('ui.shownOf', { shown: number(shown), total: number(total) })}
      </span>
    </div>
  );
}
