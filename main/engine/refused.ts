import { text } from '../../preload/messages/text.ts';

/** What was asked for cannot be done as it stands; the message says why and what to do. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The refusal of a text key. */
export function refused(key: string, values: Readonly<Record<string, string>> = {}): RefusedError {
  return new RefusedError(text(key, values));
}
