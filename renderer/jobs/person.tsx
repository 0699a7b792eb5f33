import { CircleCheck, CircleHelp, CircleMinus, CircleX, Clock, Lock, Search, Square } from 'lucide-react';
import { useRef, useState } from 'react';

import type { JobDetail } from '../../preload/contract/jobs.ts';
import type { PersonHit, PersonStep } from '../../preload/contract/people.ts';
import { useFigures } from '../clock.ts';
import { jobHref } from '../route.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { Keys } from '../ui/keys.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { usePersonSearch } from './panel-queries.ts';
import type { PersonSearch } from './panel-queries.ts';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './person.module.css';

/** Looks for one person in the runs of a job, or of all jobs of its client. What is typed is hashed at once and kept nowhere. */
export function Person({ job }: { readonly job: JobDetail }) {
  const { t } = useTexts();
  const form = useRef<HTMLFormElement>(null);
  const [isEveryJob, setEveryJob] = useState(false);
  const { search, find, stop } = usePersonSearch();
  return (
    <>
      <SectionHead isFirst title={t('ui.person.title')} />
      <form
        ref={form}
        className={styles['form']}
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          const value = new FormData(event.currentTarget).get('person');
          if (typeof value === 'string' && value.trim() !== '') find({ value, jobId: job.id, isEveryJob });
        }}
      >
        <label className={styles['field']}>
          <span>{t('ui.person.value')}</span>
          {/* Uncontrolled, so that what is typed is not even kept in the page's own state. */}
          <input
            name="person"
            type="text"
            maxLength={300}
            spellCheck={false}
            autoComplete="off"
            data-testid="person-value"
          />
        </label>
        <label className={styles['field']}>
          <span>{t('ui.person.where')}</span>
          <select
            value={isEveryJob ? 'all' : 'job'}
            data-testid="person-scope"
            onChange={({ target }) => setEveryJob(target.value === 'all')}
          >
            <option value="job">{t('ui.person.where.job')}</option>
            <option value="all">{t('ui.person.where.all')}</option>
          </select>
        </label>
        {search?.isRunning ? (
          <Button icon={Square} testId="person-stop" onPress={stop}>
            {t('ui.person.stop')}
          </Button>
        ) : (
          <Button icon={Search} testId="person-find" onPress={() => form.current?.requestSubmit()}>
            {t('ui.person.find')}
          </Button>
        )}
      </form>
      <p className={styles['note']}>
        <Lock size={14} aria-hidden />
        {t('ui.person.private')}
      </p>
      <RefusalBanner error={search?.error ?? null} />
      {search && <Result search={search} job={job} />}
    </>
  );
}

function Result({ search, job }: { readonly search: PersonSearch; readonly job: JobDetail }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const { isRunning, readAs, hits, looked, of, gone, error } = search;
  const isNothing = !isRunning && readAs.length === 0 && error === null;
  return (
    <section aria-label={t('ui.person.result')}>
      <output className={styles['told']} data-testid="person-result">
        {isNothing
          ? t('ui.person.unreadable')
          : t(isRunning ? 'ui.person.running' : 'ui.person.done', {
              count: hits.length,
              looked: number(looked),
              of: number(of),
            })}{' '}
        {readAs.length > 0 && t('ui.person.readAs', { keys: readAs.join(', ') })}{' '}
        {gone > 0 && t('ui.person.gone', { count: gone, people: number(gone) })}
      </output>
      {hits.length > 0 && <Hits hits={hits} job={job} />}
    </section>
  );
}

function Hits({ hits, job }: { readonly hits: readonly PersonHit[]; readonly job: JobDetail }) {
  const { t } = useTexts();
  const { number, moment } = useFigures();
  const isOther = hits.some(({ jobId }) => jobId !== job.id);
  return (
    <table className={table['table']} data-testid="person-hits">
      <thead>
        <tr>
          <th scope="col">{t('ui.run.pick')}</th>
          {isOther && <th scope="col">{t('ui.job')}</th>}
          <th scope="col" className={table['num']}>
            {t('ui.line')}
          </th>
          <th scope="col">{t('ui.person.by')}</th>
          <th scope="col">{t('ui.person.became')}</th>
        </tr>
      </thead>
      <tbody>
        {hits.map((hit) => (
          <tr key={`${hit.runId} ${hit.line}`} className={table['row']}>
            <td className={text['nowrap']}>
              <a className={text['link']} href={jobHref(hit.jobId, { runId: hit.runId })}>
                {t('ui.run.number', { number: hit.run })}
              </a>
              <span className={text['sub']}>{moment(hit.startedAt)}</span>
            </td>
            {isOther && <td>{hit.job}</td>}
            <td className={table['num']}>{number(hit.line)}</td>
            <td>
              <Keys keys={hit.keys} />
            </td>
            <td>
              <ul className={styles['fates']}>
                {hit.steps.map((step) => (
                  <li key={step.stepId}>
                    <Fate of={step} />
                    <span className={text['two']}>
                      {t(`ui.step.${step.action}`, { audience: step.audience })}
                      {step.batchId !== null && ` · ${t('ui.person.batch', { id: step.batchId })}`}
                    </span>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What became of a person in a step, with the reason where there is one. */
function Fate({ of: { state, reason } }: { readonly of: PersonStep }) {
  const { t, known } = useTexts();
  const why = reason === null ? undefined : known(`${state}.${reason}`);
  const word = t(state === 'unnamed' ? 'ui.person.unnamed' : `counter.${state}`);
  const label = why === undefined ? word : t('ui.person.why', { state: word, reason: why });
  return <Light status={{ ...FATES[state], label }} />;
}

const FATES: Readonly<Record<PersonStep['state'], Omit<Status, 'label'>>> = {
  synced: { family: 'ok', icon: CircleCheck },
  pending: { family: 'pending', icon: Clock },
  errored: { family: 'bad', icon: CircleX },
  not_synced: { family: 'off', icon: CircleMinus },
  unnamed: { family: 'warn', icon: CircleHelp },
};
