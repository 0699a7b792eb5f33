import { homedir } from 'node:os';
import { join } from 'node:path';

/** The data folder of this user on this operating system. */
export function defaultDataDir(): string {
  const { platform, env } = process;
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Muster');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Muster');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'muster');
}
