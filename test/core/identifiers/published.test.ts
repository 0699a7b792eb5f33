import { createHash } from 'node:crypto';

import { expect, test } from 'vitest';

import { normalise } from '#core/identifiers/normalise.ts';
import type { Key } from '#core/keys.ts';

/** Published by Meta (meta-api.md 8.3), then computed there from values that follow its rules. */
const VECTORS: readonly (readonly [key: Key, raw: string, normalised: string, sha256: string])[] = [
  ['EMAIL', 'mary@example.com', 'mary@example.com', 'f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79'],
  [
    'EMAIL',
    'John_Smith@gmail.com',
    'john_smith@gmail.com',
    '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f',
  ],
  ['PHONE', '15559876543', '15559876543', '1ef970831d7963307784fa8688e8fce101a15685d62aa765fed23f3a2c576a4e'],
  ['PHONE', 'US (650)555-1212', '16505551212', 'e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176'],
  ['FN', 'Mary', 'mary', '6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec'],
  ['FN', '정', '정', '8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14'],
  ['FN', 'Valéry', 'valéry', '08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c'],
  ['COUNTRY', 'United States', 'us', '79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621'],
  ['GEN', 'Male', 'm', '62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a'],
  ['GEN', 'Female', 'f', '252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111'],
  ['DOBY', '1997', '1997', '0985b889a1fe4f4e1fb925061ac6fb2247f10875f5fcbe63eec2ab55ed68970e'],
  ['DOBM', '2', '02', 'a953f09a1b6b6725b81956e9ad0b1eb49e3ad40004c04307ef8af6246a054116'],
  ['DOBD', '16', '16', 'b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9'],
  ['LN', 'Smith', 'smith', '6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd'],
  ['CT', 'Menlo Park', 'menlopark', '0007a3d64c01e23d5075203c5977c14e4f7e01a3fc570686fcc50b5e1dd42685'],
  ['CT', 'New York', 'newyork', '350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5'],
  ['ST', 'California', 'ca', '6959097001d10501ac7d54c0bdb8db61420f658f2922cc26e46d536119a31126'],
  ['ST', 'AZ', 'az', '9c0ada37bf74aeefae949fdfc90db0cf6eaf90192eff67d65887771f0585e055'],
  ['ZIP', '94035', '94035', '1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e'],
  ['ZIP', 'M1 1AE', 'm11ae', '1dc694c2070e697769fb959b50671d76cafd430d8ca191fbdd0affcaea344ac5'],
];

test("Meta's published examples come out with Meta's published hashes, with a country and without", () => {
  for (const country of [null, 'US']) {
    const answers = VECTORS.map(([key, raw]) => {
      const answer = normalise(key, raw, { country });
      const value = answer.action === 'hash' ? answer.value : '';
      return [key, raw, value, createHash('sha256').update(value).digest('hex')];
    });
    expect(answers).toEqual(VECTORS);
  }
});
