import { useEffect, useRef, useState } from 'react';

import type { RunFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

import text from '../ui/text.module.css';

const QUIET_MS = 10_000;

/** Reads the moving counters out, at most every ten seconds, the last state always. */
export function CounterAnnouncer({ run }: { readonly run: RunFacts }) {
  const { t } = useTexts();
  const { number } = useFigures();
  const sentence = run.steps
    .map(({ position, counters }) =>
      t('ui.live.said', {
        step: position,
        synced: number(counters.synced),
        pending: number(counters.pending),
        errored: number(counters.errored),
      }),
    )
    .join(' ');
  const [said, setSaid] = useState('');
  const saidAt = useRef<number | null>(null);
  useEffect(() => {
    saidAt.current ??= Date.now();
    const wait = Math.max(0, saidAt.current + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      saidAt.current = Date.now();
      setSaid(sentence);
    }, wait);
    return () => clearTimeout(timer);
  }, [sentence]);
  return <output className={text['sr']}>{said}</output>;
}
