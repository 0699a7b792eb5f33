import { expect, test } from 'vitest';

import { desktopEntry } from '../../main/desktop/desktop-entry.ts';

test('a start-up entry runs the very file, whatever its name has in it', () => {
  const [exec] = desktopEntry(['/opt/My "App" $1/100%/muster', '--hidden'])
    .split('\n')
    .filter((line) => line.startsWith('Exec='));
  expect(exec).toBe(String.raw`Exec="/opt/My \"App\" \$1/100%%/muster" "--hidden"`);
});
