import { execFileSync } from 'node:child_process';

import type { App } from 'electron';
import { expect, test } from 'vitest';

import { absent, eventsOf, refuseUnknown, strict } from './strict.ts';

const app = strict<App>('app', { getName: () => 'Muster' }, eventsOf<App>()('ready'));

test('what the stand-in lacks throws by its name', () => {
  expect(app.getName()).toBe('Muster');
  expect(() => app.dock).toThrow('stand-in: app.dock is not implemented');
  expect(() => app.on('activate', () => undefined)).toThrow("stand-in: app.on('activate') is not implemented");
  expect(() => Reflect.get(Object(absent('electron.Menu')), 'buildFromTemplate')).toThrow('stand-in: electron.Menu');
  expect(() => refuseUnknown('BrowserWindow', { frame: false }, ['width'])).toThrow("BrowserWindow option 'frame'");
});

test('an object of the stand-in may be awaited and emits what it knows', async () => {
  const heard: unknown[] = [];
  app.on('ready', (_event, info) => heard.push(info));
  (await Promise.resolve(app)).emit('ready', {}, 'info');
  expect(heard).toEqual(['info']);
});

test('the app may import any name of electron; using one that is missing throws', () => {
  const code = `
    import { app, TouchBar } from 'electron';
    try { new TouchBar({}); } catch (error) { console.log(process.type, app.isPackaged, error.message); }`;
  const flags = ['-r', `${import.meta.dirname}/register.ts`, '--input-type=module', '-e', code];
  const output = execFileSync(process.execPath, flags, { encoding: 'utf8' });
  expect(output).toBe('browser false stand-in: electron.TouchBar is not implemented\n');
});
