import { CommandError } from './output.ts';

/** Gathers the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** A number of seconds, fractions allowed. Throws CommandError. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new CommandError(`“${text}” is not a number of seconds.`);
  return value;
}

/** Reads a whole number of a range; `option` is named when it is none. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new CommandError(`${option} takes a whole number from ${least} to ${most}, not “${text}”.`);
  };
}

/** Two letters, upper case. Throws CommandError. */
export function country(text: string): string {
  if (!/^[a-z]{2}$/i.test(text))
    throw new CommandError(`“${text}” is no country code. Give two letters, for example --country DE.`);
  return text.toUpperCase();
}
