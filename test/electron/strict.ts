import { EventEmitter } from 'node:events';

/** The error for everything that Electron has and the stand-in has not. */
export function notImplemented(name: string): Error {
  return new Error(`stand-in: ${name} is not implemented`);
}

// What JavaScript itself asks any object for: awaiting, serialising and printing must not look like a missing member.
const ASKED_BY_THE_LANGUAGE = new Set(['then', 'toJSON', 'constructor', 'domain']);

/** The event names among `E` that Electron's type definitions accept in `on`. */
type EventOf<T, E extends string> = E extends unknown
  ? T extends { on(event: E, listener: never): unknown }
    ? E
    : never
  : never;

/** Lists events a stand-in object may be asked for; tsc refuses a name that `T` in electron.d.ts does not have. */
export function eventsOf<T>() {
  return <const E extends string>(...names: readonly (E & EventOf<T, E>)[]): readonly string[] => names;
}

/** Makes an emitter refuse listeners for all other events than these. */
export function knownEventsOnly<E extends EventEmitter>(name: string, events: readonly string[], emitter: E): E {
  const known = new Set([...events, 'error', 'newListener', 'removeListener']);
  emitter.on('newListener', (event) => {
    if (!known.has(String(event))) throw notImplemented(`${name}.on('${String(event)}')`);
  });
  return emitter;
}

/**
 * Makes `members` pass for a whole `T` of electron.d.ts: tsc checks their signatures, and touching any other member
 * throws by name, since a silent no-op would let a test pass that fails on the real Electron.
 * With `events` it is an event emitter that refuses listeners for all other events.
 */
export function strict<T extends object>(name: string, members: Partial<T>, events?: readonly string[]): T {
  const target: object = events
    ? Object.defineProperties(
        knownEventsOnly(name, events, new EventEmitter()),
        Object.getOwnPropertyDescriptors(members),
      )
    : members;
  const whole: object = new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'string' && !(key in object) && !ASKED_BY_THE_LANGUAGE.has(key)) {
        throw notImplemented(`${name}.${key}`);
      }
      return Reflect.get(object, key, receiver);
    },
  });
  return whole as T;
}

/** Stands for a whole module or class that is missing: it may be imported, every use of it throws. */
export function absent(name: string): unknown {
  // Not an arrow function: only what has [[Construct]] lets `new` reach the proxy.
  function refuse(): never {
    throw notImplemented(name);
  }
  return new Proxy(refuse, { get: refuse, set: refuse, apply: refuse, construct: refuse });
}

/** Throws for a key of `given` that is not among `known`: an ignored option is a silent no-op too. */
export function refuseUnknown(name: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) if (!known.includes(key)) throw notImplemented(`${name} option '${key}'`);
}

/** An Electron event object carrying `details`; ask `defaultPrevented` after emitting it. */
export function preventable<T extends object>(details: T): T & { defaultPrevented: boolean; preventDefault(): void } {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}
