import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useRun } from '../queries.ts';
import { useTexts } from '../text.ts';
import { classes } from '../ui/classes.ts';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { compareRuns } from './compared.ts';
import type { ComparedGroup, ComparedLine } from './compared.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './runs.module.css';

/** Two runs side by side, with what is different. */
export function Compare({ before, after }: { readonly before: number; readonly after: number }) {
  const { t } = useTexts();
  const [one, two] = [useRun(before), useRun(after)];
  const numbers = one.data && two.data ? { before: one.data.number, after: two.data.number } : null;
  return (
    <section data-testid="compare">
      <SectionHead title={numbers === null ? t('ui.compare') : t('ui.compare.of', numbers)} />
      <Read of={one} rows={4} failed={t('ui.run.failed')}>
        {(left) => (
          <Read of={two} rows={4} failed={t('ui.run.failed')}>
            {(right) => <Table before={left} after={right} />}
          </Read>
        )}
      </Read>
    </section>
  );
}

function Table({ before, after }: { readonly before: RunFacts; readonly after: RunFacts }) {
  const { t } = useTexts();
  return (
    <table className={classes(table['table'], styles['table'])}>
      <thead>
        <tr>
          <th scope="col">{t('ui.compare.figure')}</th>
          <th scope="col" className={table['num']}>
            {t('ui.run.number', { number: before.number })}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.run.number', { number: after.number })}
          </th>
          <th scope="col" className={table['num']}>
            {t('ui.compare.difference')}
          </th>
        </tr>
      </thead>
      {compareRuns(before, after)
        .filter(({ lines }) => lines.length > 0)
        .map((group) => (
          <Group key={`${group.kind} ${group.step?.stepId ?? ''}`} group={group} />
        ))}
    </table>
  );
}

function Group({ group }: { readonly group: ComparedGroup }) {
  const { t } = useTexts();
  const { number, duration } = useFigures();
  const { kind, step, lines } = group;
  const title = step ? t(`ui.step.${step.action}`, { audience: step.audience.name }) : t(`ui.compare.${kind}`);
  const nameOf = (name: string): string => {
    if (kind === 'problems') return name;
    if (kind === 'time') return t('ui.runs.took');
    return t(kind === 'rows' ? (ROW_NAMES[name] ?? 'ui.runs.read') : (`counter.${name}` as 'counter.synced'));
  };
  const shown = kind === 'time' ? duration : number;
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4} className={styles['group']}>
          {title}
        </th>
      </tr>
      {lines.map((line) => (
        <tr key={line.name} className={table['row']}>
          <td>{kind === 'problems' ? <code>{line.name}</code> : nameOf(line.name)}</td>
          <td className={table['num']}>{line.before === null ? '–' : shown(line.before)}</td>
          <td className={table['num']}>{line.after === null ? '–' : shown(line.after)}</td>
          <td className={classes(table['num'], text['medium'])}>
            <Difference line={line} shown={shown} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

const ROW_NAMES: Readonly<
  Record<
    string,
    | 'ui.runs.read'
    | 'counter.entered'
    | 'ui.compare.duplicates'
    | 'ui.compare.excluded'
    | 'ui.compare.unchanged'
    | 'ui.compare.unreadable'
  >
> = {
  read: 'ui.runs.read',
  entered: 'counter.entered',
  duplicates: 'ui.compare.duplicates',
  excluded: 'ui.compare.excluded',
  unchanged: 'ui.compare.unchanged',
  unreadable: 'ui.compare.unreadable',
};

/** More or fewer, with a sign; the same is quiet. */
function Difference({
  line: { before, after },
  shown,
}: {
  readonly line: ComparedLine;
  readonly shown: (value: number) => string;
}) {
  if (before === null || after === null) return <span className={text['three']}>–</span>;
  const more = after - before;
  if (more === 0) return <span className={text['three']}>=</span>;
  return (more > 0 ? '+' : '\u2212') + shown(Math.abs(more));
}
