import { useState } from 'react';

/** One command of a person: whether it is under way, and why the last one was refused. What is passed to it is not kept. */
export interface Command<A extends readonly unknown[]> {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly run: (...given: A) => void;
}

/** Wraps a call to the engine for a button. A query library would remember what was passed, which may be a secret. */
export function useCommand<A extends readonly unknown[]>(act: (...given: A) => Promise<unknown>): Command<A> {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const run = (...given: A): void => {
    setBusy(true);
    setError(null);
    act(...given)
      .catch((reason: unknown) => setError(reason instanceof Error ? reason : new Error(String(reason))))
      .finally(() => setBusy(false));
  };
  return { isBusy, error, run };
}
