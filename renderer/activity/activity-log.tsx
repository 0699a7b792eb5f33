import { ListX } from 'lucide-react';

import type { Activity } from '../../preload/contract/activity.ts';
import { useFigures } from '../clock.ts';
import { activityHref, jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Empty, Read } from '../ui/reading.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import type { Column } from '../ui/virtual-table.tsx';
import { useActivity } from './log-queries.ts';
import { useSentences } from './sentence.ts';

import text from '../ui/text.module.css';
import styles from './activity.module.css';

interface ActivityLogProps {
  readonly filter: Parameters<typeof useActivity>[0];
  readonly isFiltered: boolean;
}

/** Who did what, newest first. */
export function ActivityLog({ filter, isFiltered }: ActivityLogProps) {
  const { t } = useTexts();
  const log = useActivity(filter);
  const columns = useColumns();
  return (
    <Read of={log} rows={10} failed={t('ui.activity.failed')}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty
            title={t(isFiltered ? 'ui.activity.noMatch' : 'ui.activity.empty')}
            action={
              isFiltered && (
                <ButtonLink icon={ListX} href={activityHref('log')} testId="activity-clear">
                  {t('ui.activity.allJobs')}
                </ButtonLink>
              )
            }
          >
            <p>{t(isFiltered ? 'ui.activity.noMatch.text' : 'ui.activity.empty.text')}</p>
          </Empty>
        ) : (
          <VirtualTable
            label={t('ui.activity.tab.log')}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            total={log.sum ?? rows.length}
            hasMore={log.hasMore}
            isLoadingMore={log.isLoadingMore}
            onEnd={log.loadMore}
          />
        )
      }
    </Read>
  );
}

function useColumns(): readonly Column<Activity>[] {
  const { t } = useTexts();
  const { exact } = useFigures();
  const sentence = useSentences();
  return [
    {
      id: 'at',
      label: t('ui.activity.when'),
      width: '168px',
      cell: ({ at }) => <span className={classes(text['two'], text['figures'])}>{exact(at)}</span>,
    },
    {
      id: 'actor',
      label: t('ui.activity.who'),
      width: '84px',
      cell: ({ actor }) => <span className={text['two']}>{t(`ui.activity.actor.${actor}`)}</span>,
    },
    {
      id: 'what',
      label: t('ui.activity.what'),
      cell: (line) => {
        const { icon: Icon, family, text: said } = sentence(line);
        return (
          <span className={styles['what']} title={said} data-kind={line.kind}>
            <Icon size={14} className={family ? styles[family] : text['three']} aria-hidden />
            <span className={text['cut']}>{said}</span>
          </span>
        );
      },
    },
    {
      id: 'job',
      label: t('ui.job'),
      width: '26%',
      isExtra: true,
      cell: ({ jobId, runId, facts }) =>
        jobId !== null && (
          <a className={classes(styles['job'], text['cut'])} href={jobHref(jobId, { runId })} data-row>
            {facts['job'] ?? jobId}
          </a>
        ),
    },
  ];
}
