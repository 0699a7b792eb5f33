import text from './text.module.css';

/** Meta's names of identifiers, such as EMAIL; the only words that stand in capitals. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className={text['keys']}>
      {keys.map((key) => (
        <span key={key} className={text['key']}>
          {key}
        </span>
      ))}
    </span>
  );
}
