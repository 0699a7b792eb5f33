import { useTexts } from '../text.ts';
import { classes } from './classes.ts';

import styles from './quota-meter.module.css';

/** Above this share of Meta's call quota Muster slows down, and above the second it cools down (DESIGN, section 5). */
const SLOW_PERCENT = 75;
const STOP_PERCENT = 95;

interface QuotaMeterProps {
  /** Per cent of the quota, as Meta last reported it. */
  readonly percent: number;
  readonly account: string;
  /** Without ticks and scale, for a row. */
  readonly isThin?: boolean;
}

/** A level between 0 and Meta's limit: green, amber, red by the two limits. */
export function QuotaMeter({ percent, account, isThin }: QuotaMeterProps) {
  const { t } = useTexts();
  const level = percent >= STOP_PERCENT ? styles['bad'] : percent >= SLOW_PERCENT ? styles['warn'] : undefined;
  const width = Math.min(100, Math.max(0, percent));
  return (
    <div className={styles['whole']}>
      <div
        className={classes(styles['meter'], isThin && styles['thin'])}
        role="meter"
        aria-label={t('ui.quota.label', { account })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={width}
      >
        <i className={level} style={{ width: `${width}%` }} />
        {!isThin && [SLOW_PERCENT, STOP_PERCENT].map((at) => <b key={at} style={{ left: `${at}%` }} />)}
      </div>
      {!isThin && (
        <div className={styles['scale']} aria-hidden>
          {[0, SLOW_PERCENT, STOP_PERCENT].map((at) => (
            <span key={at} style={{ left: `${at}%` }}>
              {at}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
