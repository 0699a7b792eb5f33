import { randomBytes } from 'node:crypto';

import { envelope, type GraphError } from './errors.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The version that serves every call. */
export const version = 'v26.0';

/** Graph's error answer: envelope, challenge header and a trace id that is in both body and headers. */
export function answerError({ fields }: GraphError, extra: Readonly<Record<string, string>> = {}): Answer {
  const trace = newTrace();
  // A header holds one line of Latin-1, and messages may quote what the client sent.
  const message = fields.message.replaceAll(/[^\x20-\x7e]|["\\]/g, '?').slice(0, 500);
  return answer(
    fields.status,
    envelope(fields, trace),
    {
      ...extra,
      'cache-control': 'no-store',
      'www-authenticate': `OAuth "Facebook Platform" "${fields.challenge ?? 'invalid_request'}" "${message}"`,
    },
    trace,
  );
}

/** A JSON answer with the headers that every recorded answer carries. */
export function answer(
  status: number,
  body: unknown,
  extra: Readonly<Record<string, string>>,
  trace = newTrace(),
): Answer {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'facebook-api-version': version,
      'x-fb-trace-id': randomBytes(8).toString('base64url'),
      'x-fb-request-id': trace,
      'x-fb-rev': '1004781196',
      'cache-control': 'private, no-cache, no-store, must-revalidate',
      pragma: 'no-cache',
      expires: 'Sat, 01 Jan 2000 00:00:00 GMT',
      'access-control-allow-origin': '*',
      'strict-transport-security': 'max-age=15552000; preload',
      ...extra,
    },
    body: JSON.stringify(body),
  };
}

/** The header of an answer to a version that is served by the next one. */
export function versionWarning(asked: string): Readonly<Record<string, string>> {
  return {
    'x-ad-api-version-warning': `The call has been auto-upgraded to ${version} as ${asked} has been deprecated`,
  };
}

function newTrace(): string {
  return `A${randomBytes(17).toString('base64url').slice(0, 22)}`;
}
