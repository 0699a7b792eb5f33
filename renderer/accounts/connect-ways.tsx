import { FlaskConical, Globe, KeyRound } from 'lucide-react';

import { useTexts } from '../text.ts';

import styles from './connect.module.css';

export type Way = 'app' | 'paste';
const ICONS = { app: Globe, paste: KeyRound, sandbox: FlaskConical };

interface WaysProps {
  readonly isBusy: boolean;
  readonly onChoose: (way: Way) => void;
  /** null = a connection to Meta is renewed, for which the sandbox is of no use. */
  readonly onSandbox: (() => void) | null;
}

/** The ways to connect, each with whom it is for and how long it lasts. */
export function Ways({ isBusy, onChoose, onSandbox }: WaysProps) {
  const { t } = useTexts();
  const ways = [
    ['app', () => onChoose('app')],
    ['paste', () => onChoose('paste')],
    ...(onSandbox ? [['sandbox', onSandbox] as const] : []),
  ] as const;
  return (
    <ul className={styles['ways']}>
      {ways.map(([way, choose]) => {
        const Icon = ICONS[way];
        return (
          <li key={way}>
            <button type="button" data-testid={`way-${way}`} disabled={isBusy} onClick={choose}>
              <Icon size={16} aria-hidden />
              <span>
                <b>{t(`ui.connect.${way}`)}</b>
                <span>{t(`ui.connect.${way}.for`)}</span>
                <small>{t(`ui.connect.${way}.lasts`)}</small>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
