import { useId } from 'react';
import type { ReactNode } from 'react';

import styles from './settings.module.css';

/** A name, and what is so. */
export function Fact({
  name,
  help,
  children,
}: {
  readonly name: string;
  readonly help?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['setting']}>
      <span className={styles['name']}>{name}</span>
      <div className={styles['value']}>{children}</div>
      {help !== undefined && <p>{help}</p>}
    </div>
  );
}

interface ChoiceProps<V extends string> {
  readonly name: string;
  readonly testId: string;
  readonly help: string;
  readonly options: readonly (readonly [V, string])[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

/** One of a few. */
export function Choice<V extends string>({ name, testId, help, options, value, onChoose }: ChoiceProps<V>) {
  const id = useId();
  return (
    <div className={styles['setting']}>
      <label htmlFor={id}>{name}</label>
      <div className={styles['value']}>
        <select
          id={id}
          data-testid={testId}
          value={value}
          aria-describedby={`${id}-help`}
          onChange={({ target }) => {
            const chosen = options.find(([one]) => one === target.value);
            if (chosen) onChoose(chosen[0]);
          }}
        >
          {options.map(([one, label]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <p id={`${id}-help`}>{help}</p>
    </div>
  );
}

interface TickProps {
  readonly label: string;
  readonly help: string;
  readonly testId: string;
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off. */
export function Tick({ label, help, testId, isOn, onChange }: TickProps) {
  const id = useId();
  return (
    <div className={styles['setting']}>
      <span className={styles['name']} />
      <label className={styles['tick']}>
        <input
          type="checkbox"
          data-testid={testId}
          checked={isOn}
          aria-describedby={`${id}-help`}
          onChange={({ target }) => onChange(target.checked)}
        />
        {label}
      </label>
      <p id={`${id}-help`}>{help}</p>
    </div>
  );
}
