import { answer, type Answer } from './answers.ts';
import { isRecord, type GraphCall } from './request.ts';

/** One line of a replay file. */
export interface ReplayLine {
  /** Part of `METHOD /path`; undefined answers any Graph call. */
  readonly match: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text is sent as it is, everything else as JSON. */
  readonly body: unknown;
}

/** Answers calls with given bodies instead of the sandbox's own. */
export interface Replay {
  /** The first line that was not used yet and fits the call; each is used once. Undefined: the sandbox answers itself. */
  next(call: GraphCall): Answer | undefined;
}

/**
 * Reads a replay file: JSON lines `{"match","status","headers","body"}`, of which only `body` is needed. Empty lines are skipped.
 * Throws an Error that names the line.
 */
export function parseReplay(file: string): readonly ReplayLine[] {
  return file.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]));
}

/** @param lines in the order in which they are to be used */
export function createReplay(lines: readonly ReplayLine[]): Replay {
  const left = [...lines];
  return {
    next(call) {
      const title = callTitle(call);
      const index = left.findIndex(({ match }) => match === undefined || title.includes(match));
      const [line] = index === -1 ? [] : left.splice(index, 1);
      if (line === undefined) return undefined;
      const made = answer(line.status, line.body, line.headers);
      return typeof line.body === 'string' ? { ...made, body: line.body } : made;
    },
  };
}

/** `POST /123/users`: what faults and replay lines are matched against. */
export function callTitle({ method, path }: GraphCall): string {
  return `${method} /${path.join('/')}`;
}

function parseLine(line: string, number: number): ReplayLine {
  const wrong = (what: string) => new Error(`Line ${number}: ${what}`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw wrong('not JSON');
  }
  if (!isRecord(value)) throw wrong('not a JSON object');
  const { match, status = 200, headers = {}, body } = value;
  if (match !== undefined && typeof match !== 'string') throw wrong('"match" must be text');
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw wrong('"status" must be a number from 200 to 599');
  }
  if (body === undefined) throw wrong('"body" is missing');
  if (!isRecord(headers)) throw wrong('"headers" must be an object');
  const lower = Object.entries(headers).map(([name, text]) => {
    if (typeof text !== 'string') throw wrong(`header "${name}" must be text`);
    return [name.toLowerCase(), text] as const;
  });
  // Written anew by whoever sends the answer: a recorded length or encoding would break it.
  const kept = lower.filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding'].includes(name));
  return { match, status, headers: Object.fromEntries(kept), body };
}
