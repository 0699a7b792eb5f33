import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { icns, ico, type Picture } from './containers.ts';

const SIDES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const folder = import.meta.dirname;

/** macOS wants air around the tile; below 64 pixels the drawing needs every pixel, so the air goes. */
function framed(svg: string, side: number): string {
  return side < 64 ? svg.replace('viewBox="0 0 1024 1024"', 'viewBox="100 100 824 824"') : svg;
}

/** The people alone: in colour for bright and dark bars, in black for macOS, which colours a template by itself. */
function tray(svg: string, colour: string): string {
  return svg
    .replace(/<rect[^>]*>/, '')
    .replace('viewBox="0 0 1024 1024"', 'viewBox="212 212 600 600"')
    .replace('fill="#ffffff"', `fill="${colour}"`);
}

/**
 * Draws every icon from muster.svg with Chromium. The results are committed, so that installers need no browser:
 * run it after a change of the drawing.
 */
export async function drawIcons(svg: string, executablePath: string): Promise<ReadonlyMap<string, Buffer>> {
  const browser = await chromium.launch({ executablePath });
  try {
    const page = await browser.newPage();
    const draw = async (drawing: string, side: number): Promise<Buffer> => {
      await page.setViewportSize({ width: side, height: side });
      await page.setContent(`<style>*{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${drawing}`);
      return page.screenshot({ omitBackground: true });
    };
    const pictures: Picture[] = [];
    for (const side of SIDES) pictures.push({ side, png: await draw(framed(svg, side), side) });
    const files = new Map([
      ['icon.ico', ico(pictures.filter(({ side }) => side <= 256))],
      ['icon.icns', icns(pictures)],
      ['tray.png', await draw(tray(svg, '#45a5bf'), 16)],
      ['tray@2x.png', await draw(tray(svg, '#45a5bf'), 32)],
      ['trayTemplate.png', await draw(tray(svg, '#000000'), 16)],
      ['trayTemplate@2x.png', await draw(tray(svg, '#000000'), 32)],
    ]);
    for (const { side, png } of pictures) if (side <= 512) files.set(`png/${side}x${side}.png`, png);
    return files;
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const svg = readFileSync(join(folder, 'muster.svg'), 'utf8');
  mkdirSync(join(folder, 'png'), { recursive: true });
  const files = await drawIcons(svg, process.env['MUSTER_CHROMIUM'] ?? '/usr/bin/chromium');
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
}
