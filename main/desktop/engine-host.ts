import { join } from 'node:path';

import { utilityProcess } from 'electron';

import type { Restored } from '../../db/settings.ts';
import type { EngineEvent } from '../../preload/contract/contract.ts';
import { text } from '../../preload/messages/text.ts';
import { failureText } from '../commands/failure.ts';
import { type EngineHealth, type HostedEngine, startHostedEngine } from '../hosted/hosted-engine.ts';
import type { EngineRunner } from '../hosted/thread.ts';

/** The engine of the desktop app, through all its lives. */
export interface EngineHost extends Pick<HostedEngine, 'call' | 'askAsHost' | 'close'> {
  readonly health: EngineHealth | 'starting';
  /** Why it is down, for people; empty while it is not. */
  readonly why: string;
  onEvent(listener: (event: EngineEvent) => void): void;
  /** What became of a damaged database, told once; null = it was not damaged. */
  takeRestored(): Restored | null;
  /** A new start after it went down, at a person's wish. */
  startAgain(): void;
}

/**
 * Starts the engine. It has a process of its own, so that neither an import nor a crash of it is felt in the window; this file alone
 * decides so. `onHealth` is told of every change.
 */
export function startEngine(dataDir: string, onHealth: () => void): EngineHost {
  const listeners = new Set<(event: EngineEvent) => void>();
  let health: EngineHealth | 'starting' = 'starting';
  let why = '';
  let told: Restored | null = null;
  let engine = start();

  function turn(to: EngineHealth, because = ''): void {
    health = to;
    why = because;
    onHealth();
  }

  function start(): HostedEngine {
    const started = startHostedEngine({
      dataDir,
      withSandbox: true,
      launch: launchProcess,
      onHealth: (to) => turn(to, to === 'down' ? text('desktop.repair.crashes') : ''),
    });
    started.onEvent((event) => listeners.forEach((listener) => listener(event)));
    started.ready.catch((error: unknown) => turn('down', failureText(error) ?? String(error)));
    return started;
  }

  return {
    get health() {
      return health;
    },
    get why() {
      return why;
    },
    call: (name, input) => engine.call(name, input),
    askAsHost: (name, input) => engine.askAsHost(name, input),
    onEvent: (listener) => void listeners.add(listener),
    takeRestored() {
      if (engine.restored === told) return null;
      told = engine.restored;
      return told;
    },
    startAgain() {
      if (health !== 'down') return;
      health = 'starting';
      why = '';
      engine = start();
      onHealth();
    },
    close: () => engine.close(),
  };
}

function launchProcess(): EngineRunner {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine-process.js'), [], {
    serviceName: 'Muster engine',
  });
  let cause: string | null = null;
  let isEnded = false;
  child.on('error', (type, location) => {
    cause = `${type} at ${location}`;
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) =>
      void child.once('exit', (code) =>
        // It was told to, so how it went says nothing.
        listener(isEnded ? null : new Error(cause ?? `the engine's process ended with ${code}`)),
      ),
    kill() {
      isEnded = true;
      child.kill();
    },
  };
}
