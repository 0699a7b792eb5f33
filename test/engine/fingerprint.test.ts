import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fingerprinter } from '../../main/engine/fingerprint.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

test('a fingerprint is the beginning of the HMAC-SHA-256 of the whole message, also when the next message is shorter', () => {
  const messages = fc.array(fc.array(bytes(700), { maxLength: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(bytes(64), messages, (key, list) => {
      const fingerprint = fingerprinter(key);
      const expected = list.map((message) => {
        const digest = createHmac('sha256', key).update(Buffer.concat(message)).digest();
        return { low: digest.readUInt32LE(0), high: digest.readUInt32LE(4) };
      });
      expect(list.map((message) => fingerprint(message))).toEqual(expected);
    }),
  );
});
