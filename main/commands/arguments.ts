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

/** Reads the id of something that Muster numbers. */
export function id(option: string): (text: string) => number {
  return wholeNumber(option, 1, Number.MAX_SAFE_INTEGER);
}

/** An ad account with or without its act_. Throws CommandError. */
export function account(text: string): string {
  const number = /^(?:act_)?(\d+)$/.exec(text.trim())?.[1];
  if (number === undefined) throw new CommandError(`“${text}” is no ad account. It looks like act_1234567890.`);
  return `act_${number}`;
}
