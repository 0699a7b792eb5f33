import { expect, test } from 'vitest';

import { CONNECT_FAILURES, type Connection, type ConnectionWarning } from '../../preload/contract/connections.ts';
import { messages, text } from '../../preload/messages/text.ts';
import { explained, faultsOf } from './faults.ts';

test('every way not to be connected says what it is, why, and what to do', () => {
  expect(faultsOf(CONNECT_FAILURES.flatMap((reason) => explained(`connect.${reason}`)))).toEqual([]);
});

test('every kind, state and warning of a connection has its words', () => {
  const kinds: Readonly<Record<Connection['kind'], true>> = { user: true, system_user: true, unknown: true };
  const states: Readonly<Record<Connection['health'], true>> = {
    ok: true,
    invalid: true,
    unreachable: true,
    unknown: true,
    disconnected: true,
  };
  const warnings: Readonly<Record<ConnectionWarning['kind'], readonly string[]>> = {
    token_expires: ['', '.over'],
    data_access_expires: ['', '.over'],
    short_lived: [''],
    scope_missing: [''],
  };
  const keys = [
    ...Object.keys(kinds).map((kind) => `connection.kind.${kind}`),
    ...Object.keys(states).map((state) => `connection.health.${state}`),
    ...Object.entries(warnings).flatMap(([kind, ends]) => ends.map((end) => `connection.warning.${kind}${end}`)),
  ];
  const given = { days: '7', scope: 'ads_read' };
  const faults = (['en', 'fr'] as const).flatMap((locale) =>
    keys.filter((key) => !Object.hasOwn(messages[locale], key) || /[{}]/.test(text(key, given, locale))),
  );
  expect(faults).toEqual([]);
});
