import type { FromEngine, Question, ToEngine } from '../../main/hosted/messages.ts';
import type { EngineRunner } from '../../main/hosted/thread.ts';

/** An engine of which a test plays the part. */
export interface FakeRunner extends EngineRunner {
  /** Everything that it was sent. */
  readonly heard: readonly ToEngine[];
  say(message: FromEngine): void;
  /** Answers everything that was asked so far and has no answer yet with its own name. */
  answerAll(): void;
  /** Ends as after an error that nobody caught. */
  crash(error: Error): void;
}

export function fakeRunner(): FakeRunner {
  const heard: ToEngine[] = [];
  const unanswered: Question[] = [];
  const listeners: ((message: FromEngine) => void)[] = [];
  const exits: ((error: Error | null) => void)[] = [];
  const say = (message: FromEngine): void => listeners.forEach((listener) => listener(message));
  const exit = (error: Error | null): void => exits.splice(0).forEach((listener) => listener(error));
  return {
    heard,
    say,
    post(message) {
      heard.push(message);
      if (message.kind === 'call' || message.kind === 'host') unanswered.push(message);
    },
    onMessage: (listener) => void listeners.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: () => exit(null),
    crash: exit,
    answerAll() {
      for (const { id, name } of unanswered.splice(0))
        say({ kind: 'reply', id, reply: { ok: true, value: `answer to ${name}` } });
    },
  };
}
