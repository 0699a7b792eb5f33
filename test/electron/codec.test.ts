import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createCodec } from './codec.ts';

const { encode, decode } = createCodec();

test('a value comes out of IPC as structured clone would give it', () => {
  const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true });
  fc.assert(
    fc.property(value, (sent) => {
      expect(decode(JSON.parse(JSON.stringify(encode(sent))))).toStrictEqual(structuredClone(sent));
    }),
  );
  const bytes = { digest: Buffer.from([0, 127, 255]) };
  expect(decode(encode(bytes))).toStrictEqual({ digest: new Uint8Array([0, 127, 255]) });
});

test('what cannot be cloned is refused in the words of Electron', () => {
  for (const value of [() => 1, { on: [Symbol('s')] }, new WeakMap(), Promise.resolve()]) {
    expect(() => encode(value)).toThrow('An object could not be cloned.');
  }
});
