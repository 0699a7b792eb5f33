import en from './en.json' with { type: 'json' };

const texts: Readonly<Record<string, string>> = en;

/** A text that engine, command line and screens share, with `{name}` replaced; the key itself when there is no such text. */
export function text(key: string, values: Readonly<Record<string, string>> = {}): string {
  return (texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
