import styles from './segmented.module.css';

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly options: readonly (readonly [V, string])[];
  readonly value: V;
  readonly onChoose: (value: V) => void;
}

/** One of a few, all visible. */
export function Segmented<V extends string>({ label, options, value, onChoose }: SegmentedProps<V>) {
  return (
    <fieldset className={styles['track']} aria-label={label}>
      {options.map(([option, name]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChoose(option)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
