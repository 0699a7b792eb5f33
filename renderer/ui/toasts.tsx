import { X } from 'lucide-react';
import { useEffect, useState } from 'react';

import { useMoments } from '../moments.ts';
import type { Toast } from '../moments.ts';
import { useTexts } from '../text.ts';
import { Button, IconButton } from './button.tsx';
import { classes } from './classes.ts';
import { useHandsOverFocus } from './focus.ts';

import styles from './toasts.module.css';

const SHOWN_MS = 6000;

/** What just came of something, bottom right: at most three, six seconds each; those with an action stay until answered. */
export function Toasts() {
  const { t } = useTexts();
  const toasts = useMoments((now) => now.toasts);
  // The live region has to be there before its first message.
  return (
    <section
      className={styles['toasts']}
      aria-label={t('ui.toasts')}
      aria-live="polite"
      data-pane={toasts.length > 0 ? '' : undefined}
    >
      {toasts.map((toast) => (
        <One key={toast.key} toast={toast} />
      ))}
    </section>
  );
}

function One({ toast }: { readonly toast: Toast }) {
  const { t } = useTexts();
  const { family, icon: Icon, title, text, action } = toast;
  const drop = useMoments((now) => now.dropToast);
  const ref = useHandsOverFocus<HTMLDivElement>();
  const [isLookedAt, setLookedAt] = useState(false);
  const goes = action === undefined && !isLookedAt;
  useEffect(() => {
    if (!goes) return undefined;
    const timer = setTimeout(() => drop(toast.key), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [goes, drop, toast]);
  return (
    <div
      ref={ref}
      className={classes(styles['toast'], styles[family])}
      data-toast={toast.key}
      onPointerEnter={() => setLookedAt(true)}
      onPointerLeave={() => setLookedAt(false)}
      onFocus={() => setLookedAt(true)}
      onBlur={() => setLookedAt(false)}
    >
      <Icon size={16} aria-hidden />
      <div className={styles['said']}>
        <b>{title}</b>
        {text !== undefined && <span>{text}</span>}
      </div>
      <div className={styles['actions']}>
        {action && (
          <Button
            size="small"
            icon={action.icon}
            onPress={() => {
              drop(toast.key);
              action.onPress();
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton size="small" icon={X} label={t('ui.close')} onPress={() => drop(toast.key)} />
      </div>
    </div>
  );
}
