import type { PreviewRow } from '../../preload/contract/sources.ts';
import { useTexts } from '../text.ts';
import { requestBody, shortened } from './row-places.ts';

import styles from './review.module.css';

interface RequestBodyProps {
  readonly row: PreviewRow;
  readonly isFull: boolean;
}

/** The JSON of a request with one row, laid out for reading. */
export function RequestBody({ row, isFull }: RequestBodyProps) {
  const { t } = useTexts();
  const { session, payload } = requestBody(row);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a pane that scrolls has to be reachable without a mouse
    <section className={styles['body']} tabIndex={0} aria-label={t('wizard.payload.body')} data-testid="wizard-body">
      <pre>
        {'{ '}
        <Name of="session" />
        {': {\n'}
        {Object.entries(session).map(([name, value], at, all) => (
          <span key={name}>
            {'    '}
            <Name of={name} />: {String(value)}
            {at + 1 < all.length ? ',' : ' },'}
            {name === 'session_id' && <i>{`  // ${t('wizard.payload.session')}`}</i>}
            {'\n'}
          </span>
        ))}
        {'  '}
        <Name of="payload" />
        {': {\n    '}
        <Name of="schema" />
        {': '}
        <List values={payload.schema} indent={15} />
        {',\n    '}
        <Name of="data" />
        {': [\n'}
        {payload.data.map((entry, at, all) => (
          <span key={at}>
            {'      '}
            <List values={entry.map((value) => (isFull ? value : shortened(value)))} indent={7} isMarked />
            {at + 1 < all.length ? ',\n' : '\n'}
          </span>
        ))}
        <i>{`      // ${t('wizard.payload.more')}\n`}</i>
        {'    ] } }'}
      </pre>
    </section>
  );
}

function Name({ of }: { readonly of: string }) {
  return <b>{`"${of}"`}</b>;
}

/** Keys and shortened hashes of a line that fits the pane. */
const ON_A_LINE = { keys: 4, values: 3 };

interface ListProps {
  readonly values: readonly string[];
  readonly indent: number;
  /** The row that is looked at. */
  readonly isMarked?: boolean;
}

/** A list of texts, a few on a line. */
function List({ values, indent, isMarked }: ListProps) {
  const size = isMarked ? ON_A_LINE.values : ON_A_LINE.keys;
  const starts = values.flatMap((_, at) => (at % size === 0 ? [at] : []));
  const Line = isMarked ? 'mark' : 'span';
  return starts.map((start) => {
    const isLast = start + size >= values.length;
    const texts = values.slice(start, start + size).map((value) => JSON.stringify(value));
    return (
      <span key={start}>
        {start > 0 && `\n${' '.repeat(indent)}`}
        <Line>{`${start === 0 ? '[' : ''}${texts.join(', ')}${isLast ? ']' : ','}`}</Line>
      </span>
    );
  });
}
