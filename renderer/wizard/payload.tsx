import { Copy, Eye } from 'lucide-react';
import { useState } from 'react';

import type { PreviewRow } from '../../preload/contract/sources.ts';
import { useMoments } from '../moments.ts';
import { useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { useProblemText } from './problem-text.ts';
import { RequestBody } from './request-body.tsx';
import { RowChooser } from './row-chooser.tsx';
import { droppedCells, isHash, placesOf, requestBody, shortened } from './row-places.ts';
import { readingOf, useRow } from './source-queries.ts';
import { useConnection } from './step-facts.ts';
import { useDraft } from './use-draft.tsx';

import table from '../ui/table.module.css';
import text from '../ui/text.module.css';
import styles from './review.module.css';

/** One row of the list on its way: as it stands, as Meta wants it, what is sent, and the request that it is sent in. */
export function Payload() {
  const { t } = useTexts();
  const { settings, step, isSourceGone } = useDraft();
  const [place, setPlace] = useState(0);
  const reading = isSourceGone ? null : readingOf(settings);
  const row = useRow(
    reading && {
      ...reading,
      row: place,
      keys: step.keys,
      isValueBased: step.audience?.isValueBased ?? false,
      zeroValue: settings.zeroValue,
    },
  );
  return (
    <>
      <SectionHead
        title={t('wizard.payload')}
        isFirst
        end={reading && <RowChooser of={row.data} place={place} onChoose={setPlace} />}
      />
      {reading === null ? (
        <p className={text['two']}>{t('wizard.payload.none')}</p>
      ) : (
        <Read of={row} rows={6} failed={t('wizard.match.failed')}>
          {(shown) =>
            shown.line === null ? <p className={text['two']}>{t('wizard.payload.empty')}</p> : <Shown row={shown} />
          }
        </Read>
      )}
    </>
  );
}

function Shown({ row }: { readonly row: PreviewRow }) {
  const { t } = useTexts();
  const [isFull, setFull] = useState(false);
  return (
    <>
      <Places row={row} />
      {row.notSent !== null ? (
        <p className={styles['unsent']}>{t(`wizard.payload.${row.notSent}`)}</p>
      ) : (
        <>
          <div className={styles['tabs']}>
            <h3>{t('wizard.payload.body')}</h3>
            <Button kind="ghost" size="small" icon={Eye} testId="wizard-full-hashes" onPress={() => setFull(!isFull)}>
              {t(isFull ? 'wizard.payload.short' : 'wizard.payload.full')}
            </Button>
            <CopyBody row={row} />
          </div>
          <RequestBody row={row} isFull={isFull} />
          <Target />
        </>
      )}
    </>
  );
}

function Places({ row }: { readonly row: PreviewRow }) {
  const { t } = useTexts();
  const problemText = useProblemText();
  const places = placesOf(row);
  const dropped = droppedCells(row);
  if (places.length + dropped.length === 0) return null;
  return (
    <div className={styles['box']}>
      <table className={classes(table['table'], styles['places'])}>
        <thead>
          <tr>
            <th scope="col">{t('wizard.payload.key')}</th>
            <th scope="col">{t('wizard.payload.raw', { line: String(row.line ?? 0) })}</th>
            <th scope="col">{t('wizard.payload.normalized')}</th>
            <th scope="col">{t('wizard.payload.sent')}</th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ index, key, raw, normalized, sent }) => (
            <tr key={key} data-place={index}>
              <td>
                <span className={styles['place']}>{index + 1}</span>
                <span className={text['key']}>{key}</span>
              </td>
              <td className={styles['value']}>{raw}</td>
              <td className={styles['value']}>{normalized}</td>
              <td className={styles['value']}>
                {shortened(sent)}
                {sent !== '' && !isHash(sent) && <small>{t('wizard.payload.plain')}</small>}
              </td>
            </tr>
          ))}
          {dropped.map(({ index, key, raw, problem, column }) => (
            <tr key={`cell ${index}`} className={styles['dropped']}>
              <td>
                <span className={text['key']}>{key}</span>
              </td>
              <td className={styles['value']}>{raw}</td>
              <td colSpan={2}>
                {problem === null || problem === 'blank'
                  ? t('wizard.payload.dropped')
                  : problemText(problem, column).title}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The request as it would be sent with this row alone, hashes in full, for somebody who checks it elsewhere. */
function CopyBody({ row }: { readonly row: PreviewRow }) {
  const { t } = useTexts();
  const showToast = useMoments((now) => now.showToast);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(JSON.stringify(requestBody(row), null, 2));
    showToast({ key: 'payload', family: 'ok', icon: Copy, title: t('wizard.payload.copied') });
  };
  return (
    <Button
      kind="ghost"
      size="small"
      icon={Copy}
      testId="wizard-copy-body"
      onPress={() => void copy().catch(() => undefined)}
    >
      {t('wizard.payload.copy')}
    </Button>
  );
}

/** Where it goes; the token is in a header and never shown. */
function Target() {
  const { t } = useTexts();
  const { step } = useDraft();
  const status = useStatus();
  const connection = useConnection();
  const host = connection?.isSandbox ? t('wizard.payload.sandbox') : 'graph.facebook.com';
  const audience = step.audience?.kind === 'existing' ? step.audience.id : t('wizard.payload.newAudience');
  return (
    <p className={styles['target']}>
      <code>
        {step.action === 'remove' ? 'DELETE' : 'POST'} {host}/{status.data?.apiVersion ?? '…'}/{audience}/users
      </code>{' '}
      {t('wizard.payload.token')}
    </p>
  );
}
