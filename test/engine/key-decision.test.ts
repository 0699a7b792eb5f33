import fc from 'fast-check';
import { test } from 'vitest';

import { decideKey, type KeyringLook, type KeySituation } from '../../main/engine/key-decision.ts';

const right = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);

const looks: readonly KeyringLook[] = [
  { kind: 'key', key: right },
  { kind: 'key', key: other },
  { kind: 'empty' },
  { kind: 'closed' },
  { kind: 'absent' },
];

/** Any folder in which `right` is the key, if any is. */
const situations: fc.Arbitrary<KeySituation> = fc.record({
  isFileForced: fc.boolean(),
  file: fc.constantFrom(null, right, other),
  isInKeyring: fc.boolean(),
  keyring: fc.constantFrom(...looks),
  fits: fc.constant((key: Buffer) => key.equals(right)),
  sealed: fc.constantFrom(...(['none', 'some', 'unreadable'] as const)).map((sealed) => () => sealed),
});

test('a key that is used is one that fits', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const decision = decideKey(situation);
      return !('key' in decision) || decision.key.equals(right);
    }),
  );
});

test('a new key is made only where no key was found, nothing is sealed, and no keyring out of reach has one', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const { file, keyring, isInKeyring } = situation;
      const isFound = file !== null || keyring.kind === 'key';
      const isOutOfReach = isInKeyring && keyring.kind !== 'empty';
      const mayMake = !isFound && !isOutOfReach && situation.sealed() === 'none';
      return (decideKey(situation).kind === 'make') === mayMake;
    }),
  );
});

test('a forced file is never given up for the keyring', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const decision = decideKey({ ...situation, isFileForced: true });
      return decision.kind !== 'move_to_keyring' && !('store' in decision && decision.store === 'keyring');
    }),
  );
});
