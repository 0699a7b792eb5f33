import { fork } from 'node:child_process';
import { constants } from 'node:os';

import type { ForkOptions, UtilityProcess, utilityProcess as electronUtility } from 'electron';

import { app } from './app.ts';
import { running } from './metrics.ts';
import { eventsOf, refuseUnknown, strict } from './strict.ts';

// V8's table of write-protected code pages breaks now and then where threads come and go (nodejs/node 64500).
const V8_FLAGS = process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [];

const OPTIONS = ['serviceName', 'env'] as const satisfies readonly (keyof ForkOptions)[];

function forkUtility(modulePath: string, args: string[] = [], options: ForkOptions = {}): UtilityProcess {
  if (!app.isReady()) throw new Error('utilityProcess.fork cannot be called before app is ready');
  refuseUnknown('utilityProcess.fork', options, OPTIONS);
  const child = fork(modulePath, args, {
    // Copies like structured clone, as Electron does.
    serialization: 'advanced',
    execArgv: [...V8_FLAGS, '--enable-source-maps', '-r', `${import.meta.dirname}/utility.ts`],
    ...(options.env ? { env: { ...options.env } } : {}),
  });
  let pid: number | undefined;
  const face: UtilityProcess = strict<UtilityProcess>(
    'UtilityProcess',
    {
      get pid() {
        return pid;
      },
      kill: () => child.kill('SIGTERM'),
      postMessage(message, transfer) {
        if (transfer && transfer.length > 0) throw new Error('stand-in: ports cannot be transferred');
        // Refused here when it cannot be copied; one that the child is not there for any more is lost, as in Electron.
        structuredClone(message);
        if (child.connected) child.send(message, () => undefined);
      },
    },
    eventsOf<UtilityProcess>()('spawn', 'message', 'exit', 'error'),
  );
  child.once('spawn', () => {
    pid = child.pid;
    if (pid !== undefined) running.set(pid, options.serviceName ?? 'Node Utility Process');
    face.emit('spawn');
  });
  child.on('message', (message) => face.emit('message', message));
  // Unlike 'exit', this comes after the last message.
  child.once('close', (code, signal) => {
    face.emit('exit', code ?? (signal ? constants.signals[signal] : 1));
    if (pid !== undefined) running.delete(pid);
    pid = undefined;
  });
  return face;
}

/** Electron's `utilityProcess`: a child process of Node, with messages in place of ports. */
export const utilityProcess = strict<typeof electronUtility>('utilityProcess', {
  fork: forkUtility,
});
