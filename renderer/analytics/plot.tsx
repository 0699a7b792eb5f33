import { useState } from 'react';
import { useIntl } from 'react-intl';

import { useFigures } from '../clock.ts';
import type { ThroughputRange } from '../queries.ts';
import { useTexts } from '../text.ts';
import { scaleFor } from './scale.ts';
import type { Slot } from './scale.ts';

import styles from './plot.module.css';

const HEIGHT = 132;
const LABELS = 5;

interface PlotProps {
  /** Oldest first; the last one grows. */
  readonly slots: readonly Slot[];
  readonly bucketMs: number;
  readonly range: ThroughputRange;
}

/** Bars from zero; labels are HTML over a drawing that stretches, so that type never scales. */
export function Plot({ slots, bucketMs, range }: PlotProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const timeOf = useTimeOf(range);
  const [pointed, setPointed] = useState<number | null>(null);
  const synced = slots.reduce((sum, slot) => sum + slot.synced, 0);
  const errored = slots.reduce((sum, slot) => sum + slot.errored, 0);
  const { top, lines } = scaleFor(Math.max(...slots.map((slot) => slot.synced + slot.errored)));
  const peak = slots.reduce((best, slot) => (slot.synced > best.synced ? slot : best));
  const shown = pointed === null ? undefined : slots[pointed];
  const labelled = Array.from({ length: LABELS }, (_, place) => Math.round((place / LABELS) * slots.length));
  return (
    <figure
      aria-label={t('ui.throughput.summary', {
        synced: number(synced),
        errored: number(errored),
        peak: number(peak.synced),
        time: timeOf(peak.at),
      })}
    >
      <div className={styles['plot']}>
        <div className={styles['y']} aria-hidden>
          {[0, ...lines].map((value) => (
            <span key={value} style={{ bottom: `${(value / top) * 100}%` }}>
              {number(value)}
            </span>
          ))}
        </div>
        <div
          className={styles['area']}
          onPointerMove={({ currentTarget, clientX }) => {
            const { left, width } = currentTarget.getBoundingClientRect();
            setPointed(Math.min(slots.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * slots.length))));
          }}
          onPointerLeave={() => setPointed(null)}
        >
          <svg viewBox={`0 0 ${slots.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
            {lines.map((value) => (
              <path
                key={value}
                className={styles['grid']}
                d={`M0 ${HEIGHT - (value / top) * HEIGHT}H${slots.length}`}
              />
            ))}
            {pointed !== null && <rect className={styles['pointed']} x={pointed} y="0" width="1" height={HEIGHT} />}
            {slots.map((slot, place) => (
              <Column key={slot.at} slot={slot} place={place} top={top} />
            ))}
            <path className={styles['axis']} d={`M0 ${HEIGHT}H${slots.length}`} />
          </svg>
        </div>
        <div className={styles['x']} aria-hidden>
          {labelled.map((place) => (
            <span key={place} style={{ left: `${(place / slots.length) * 100}%` }}>
              {timeOf(slots[place]?.at ?? 0)}
            </span>
          ))}
          <span>{t('ui.now')}</span>
        </div>
      </div>
      <figcaption className={styles['legend']}>
        <span>
          <i className={styles['synced']} />
          {t('ui.legend.synced', { count: number(synced) })}
        </span>
        <span>
          <i className={styles['errored']} />
          {t('ui.legend.errored', { count: number(errored) })}
        </span>
        {shown && (
          <span className={styles['shown']}>
            {t('ui.throughput.at', {
              from: timeOf(shown.at),
              to: timeOf(shown.at + bucketMs),
              synced: number(shown.synced),
              errored: number(shown.errored),
            })}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** Errored people stand on the synced ones, at least 2 px high, or nobody would see them. */
function Column({ slot, place, top }: { readonly slot: Slot; readonly place: number; readonly top: number }) {
  const synced = (slot.synced / top) * HEIGHT;
  const errored = slot.errored === 0 ? 0 : Math.max(2, (slot.errored / top) * HEIGHT);
  return (
    <>
      {slot.synced > 0 && (
        <rect
          className={styles['synced']}
          x={place + 0.12}
          width="0.76"
          y={HEIGHT - Math.max(1, synced)}
          height={Math.max(1, synced)}
        />
      )}
      {errored > 0 && (
        <rect
          className={styles['errored']}
          x={place + 0.12}
          width="0.76"
          y={HEIGHT - synced - errored - 1}
          height={errored}
        />
      )}
    </>
  );
}

function useTimeOf(range: ThroughputRange): (at: number) => string {
  const intl = useIntl();
  return (at) =>
    range === 'month'
      ? intl.formatDate(at, { day: 'numeric', month: 'short' })
      : intl.formatTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
