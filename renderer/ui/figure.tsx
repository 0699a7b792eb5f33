import { useState } from 'react';

import { useFigures } from '../clock.ts';

import styles from './figure.module.css';

/** A live number: a new value replaces the old one at once and its tint fades. */
export function Figure({ value }: { readonly value: number }) {
  const [first] = useState(value);
  const { number } = useFigures();
  return (
    <span key={value} className={value === first ? undefined : styles['changed']}>
      {number(value)}
    </span>
  );
}
