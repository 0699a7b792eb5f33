import { useTexts } from '../text.ts';
import { classes } from './classes.ts';

import styles from './quota-meter.module.css';

/** Above this share of Meta's call quota Muster slows down (DESIGN, section 5). */
export const SLOW_PERCENT = 75;
/** Above this one it cools down. */
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
  return (
    <div className={styles['whole']}>
      <div className={styles['level']}>
        <meter
          className={classes(styles['meter'], isThin && styles['thin'])}
          aria-label={t('ui.quota.label', { account })}
          min={0}
          max={100}
          low={SLOW_PERCENT}
          high={STOP_PERCENT}
          optimum={0}
          value={percent}
        />
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
