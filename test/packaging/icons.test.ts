import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { icns, ico } from '../../main/desktop/icons/containers.ts';
import { drawIcons } from '../../main/desktop/icons/draw.ts';
import { chromiumPath } from '../chromium.ts';
import { root } from './builder.ts';

const folder = join(root, 'main/desktop/icons');

/** The side of a square PNG, as its header says. */
function sideOf(png: Buffer): number {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
  return png.readUInt32BE(16);
}

/** The pictures of a Windows icon, found by its own table. */
function readIco(file: Buffer): readonly Buffer[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const offset = file.readUInt32LE(at + 12);
    return file.subarray(offset, offset + file.readUInt32LE(at + 8));
  });
}

/** The blocks of a macOS icon by type. */
function readIcns(file: Buffer): ReadonlyMap<string, Buffer> {
  const blocks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    blocks.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
  return blocks;
}

test('the Windows icon has every size that Windows shows', () => {
  const icon = readFileSync(join(folder, 'icon.ico'));
  expect(readIco(icon).map(sideOf)).toEqual([16, 24, 32, 48, 64, 128, 256]);
});

test('the macOS icon has every size, each also for dense screens', () => {
  const icon = readFileSync(join(folder, 'icon.icns'));
  expect(icon.readUInt32BE(4)).toBe(icon.length);
  const sides = Object.fromEntries([...readIcns(icon)].map(([type, png]) => [type, sideOf(png)]));
  const once = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512 };
  expect(sides).toEqual({ ...once, ic11: 32, ic12: 64, ic13: 256, ic14: 512, ic10: 1024 });
});

test('a container gives back what was put in', () => {
  const pictures = [16, 256].map((side) => ({ side, png: Buffer.alloc(side, side % 251) }));
  expect(readIco(ico(pictures))).toEqual(pictures.map(({ png }) => png));
  expect([...readIcns(icns(pictures)).keys()]).toEqual(['icp4', 'ic13', 'ic08']);
});

test.skipIf(!chromiumPath())('the drawing gives all files that are committed', async () => {
  const svg = readFileSync(join(folder, 'muster.svg'), 'utf8');
  const drawn = await drawIcons(svg, chromiumPath() ?? '');
  // Pixels differ between versions of Chromium; sizes do not.
  const sizes = (read: (name: string) => Buffer): unknown =>
    [...drawn.keys()].filter((name) => name.endsWith('.png')).map((name) => [name, sideOf(read(name))]);
  expect(sizes((name) => readFileSync(join(folder, name)))).toEqual(
    sizes((name) => drawn.get(name) ?? Buffer.alloc(0)),
  );
});
