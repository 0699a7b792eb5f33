import type { HttpAnswer, NoAnswer } from '../engine/ports.ts';
import { idIn, isObject, numberIn, parseJson } from './json.ts';
import { type Meaning, type MeaningRow, meanings } from './meanings.ts';
import { type Usage, usageIn } from './usage.ts';

/** Codes and words of an answer, for display and the log; nobody outside this folder decides by them. */
export interface Evidence {
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly subcode: number | null;
  /** error_user_title and error_user_msg where given, else the message; ours when no answer came. */
  readonly said: string | null;
  readonly traceId: string | null;
}

/** An answer that carries no error: its body. Whether it means success is for the caller to see in it. */
export type GraphAnswer =
  | {
      readonly ok: true;
      readonly body: Readonly<Record<string, unknown>>;
      readonly usage: Usage;
      readonly evidence: Evidence;
    }
  | { readonly ok: false; readonly meaning: Meaning; readonly usage: Usage; readonly evidence: Evidence };

/**
 * Translates an answer of the Graph API to our words. `error` in the body decides, never the HTTP status alone: Meta throttles with
 * 400 and HTTP 200 proves nothing (meta-api.md 10.1). `account` picks its figures from the usage headers.
 */
export function readAnswer(answer: HttpAnswer, account: string | null): GraphAnswer {
  if (answer.kind === 'no_answer') {
    const evidence = { httpStatus: null, code: null, subcode: null, said: answer.said, traceId: null };
    return { ok: false, meaning: meaningOfSilence(answer.reason), usage: usageIn({}, account), evidence };
  }
  const evidence = {
    httpStatus: answer.status,
    code: null,
    subcode: null,
    said: null,
    traceId: answer.headers['x-fb-trace-id'] ?? null,
  };
  if (isFromNetwork(answer)) {
    const said = `HTTP ${answer.status} came from the network, not from Facebook: it may ask you to log in`;
    return {
      ok: false,
      meaning: { kind: 'offline', mayHaveLeft: true },
      usage: usageIn({}, account),
      evidence: { ...evidence, said },
    };
  }
  const usage = usageIn(answer.headers, account);
  const body = bodyOf(answer.body);
  const error = body?.['error'];
  if (body && isObject(error)) {
    const told = evidenceOf(answer.status, error, answer.headers);
    return { ok: false, meaning: withRegain(meaningOf(error, answer.status), usage), usage, evidence: told };
  }
  if (body && isSuccess(answer.status)) return { ok: true, body, usage, evidence };
  const said = body
    ? `HTTP ${answer.status} without an error text`
    : `HTTP ${answer.status}, and the answer is not JSON`;
  return { ok: false, meaning: meaningOfStatus(answer.status), usage, evidence: { ...evidence, said } };
}

/** DESIGN section 5: what fails before a connection stands is the network's, what fails after is Meta's trouble. */
function meaningOfSilence(reason: NoAnswer): Meaning {
  switch (reason) {
    case 'no_connection':
    case 'proxy':
    case 'untrusted':
      return { kind: 'offline', mayHaveLeft: false };
    case 'lost':
      return { kind: 'offline', mayHaveLeft: true };
    case 'reset':
    case 'timeout':
      return { kind: 'retry' };
  }
}

/**
 * Whether somebody on the way answered in Meta's place: a redirect, a proxy (407) or a portal (511) that wants a log-in, or a success
 * whose body does not begin as JSON. A success without any body is Meta's trouble, since a portal has a page to show, and the work may
 * have been done; so are a 5xx and JSON that is cut off.
 */
export function isFromNetwork({ status, body }: HttpAnswer & { readonly kind: 'answer' }): boolean {
  if ((status >= 300 && status < 400) || status === 407 || status === 511) return true;
  return isSuccess(status) && body.trim() !== '' && !beginsAsJson(body);
}

/** Graph answers with objects, of old also with a bare `true`. */
export function beginsAsJson(text: string): boolean {
  return /^\s*(?:[{["]|-?\d|(?:true|false|null)\s*$)/.test(text);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** 401 and 403 without a word are about rights; everything else without a Graph error is trouble on the way (meta-api.md 10.1). */
function meaningOfStatus(status: number): Meaning {
  if (status === 401) return { kind: 'held', reason: 'token', scope: 'connection' };
  if (status === 413) return { kind: 'refused' };
  return { kind: 'retry' };
}

/** The first row that fits, the most particular first. A code that nobody knows is never lost: 5xx is tried again, the rest is held for us. */
export function meaningOf(error: Readonly<Record<string, unknown>>, status: number): Meaning {
  const code = numberIn(error['code']);
  const subcode = numberIn(error['error_subcode']);
  const message = messageOf(error);
  const rows = meanings.filter((row) => row.code === code);
  const fits = (wanted: MeaningRow['subcode']): MeaningRow | undefined =>
    rows.find((row) => row.subcode === wanted && row.message?.test(message)) ??
    rows.find((row) => row.subcode === wanted && !row.message);
  const found = (subcode === null ? fits('none') : fits(subcode)) ?? fits('any');
  if (found) return found.meaning;
  if (error['is_transient'] === true || status >= 500) return { kind: 'retry' };
  return { kind: 'held', reason: 'our_bug', scope: 'step' };
}

/** Meta's own estimate replaces our default wait (meta-api.md 9.3). */
function withRegain(meaning: Meaning, usage: Usage): Meaning {
  if (meaning.kind !== 'throttled' || usage.regainMs === 0) return meaning;
  return { ...meaning, waitMs: meaning.isLeast ? Math.max(meaning.waitMs, usage.regainMs) : usage.regainMs };
}

function messageOf(error: Readonly<Record<string, unknown>>): string {
  return typeof error['message'] === 'string' ? error['message'] : '';
}

function bodyOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function evidenceOf(
  status: number,
  error: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): Evidence {
  const words = [error['error_user_title'], error['error_user_msg']].filter((w) => typeof w === 'string' && w !== '');
  return {
    httpStatus: status,
    code: numberIn(error['code']),
    subcode: numberIn(error['error_subcode']),
    said: redact(words.length > 0 ? words.join(': ') : messageOf(error)) || null,
    traceId: idIn(error['fbtrace_id']) ?? headers['x-fb-trace-id'] ?? null,
  };
}

/** Meta quotes what it was sent: tokens, digests and addresses must not reach the screen, the log or the database. */
function redact(text: string): string {
  return text
    .replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, '…')
    .replace(/\b[0-9a-f]{32,}\b/gi, '…')
    .replace(/\b[A-Za-z0-9_-]{60,}\b/g, '…')
    .slice(0, 600);
}
