/** A value as JSON has it. All but plain JSON primitives are `[tag, content]` pairs, so no value can pass for a tag. */
export type Encoded =
  | string
  | number
  | boolean
  | null
  | readonly ['undefined', null]
  | readonly ['number', 'NaN' | 'Infinity' | '-Infinity' | '-0']
  | readonly ['bigint', string]
  | readonly ['date', Encoded]
  | readonly ['bytes', string]
  | readonly ['array', readonly Encoded[]]
  | readonly ['set', readonly Encoded[]]
  | readonly ['map', readonly (readonly [Encoded, Encoded])[]]
  | readonly ['object', readonly (readonly [string, Encoded])[]];

export interface Codec {
  /** Throws Electron's "An object could not be cloned." for functions, symbols and rarer kinds of objects. */
  readonly encode: (value: unknown) => Encoded;
  readonly decode: (encoded: Encoded) => unknown;
}

/**
 * The codec of both ends of IPC; it keeps what structured clone keeps. Cyclic values overflow the stack. It may use
 * nothing from outside its own body: its source text also runs in Chromium's isolated world.
 */
export function createCodec(): Codec {
  function encodeNumber(value: number): Encoded {
    if (Number.isNaN(value)) return ['number', 'NaN'];
    if (Object.is(value, -0)) return ['number', '-0'];
    if (Number.isFinite(value)) return value;
    return ['number', value > 0 ? 'Infinity' : '-Infinity'];
  }

  function encodeObject(value: object): Encoded {
    if (Array.isArray(value)) return ['array', value.map(encode)];
    if (value instanceof Date) return ['date', encode(value.getTime())];
    if (value instanceof Set) return ['set', [...value].map(encode)];
    if (value instanceof Map) return ['map', [...value].map(([key, member]) => [encode(key), encode(member)])];
    if (value instanceof Uint8Array) {
      return ['bytes', btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))];
    }
    if (Object.prototype.toString.call(value) !== '[object Object]') throw new Error('An object could not be cloned.');
    return ['object', Object.entries(value).map(([key, member]) => [key, encode(member)])];
  }

  function encode(value: unknown): Encoded {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return ['undefined', null];
    if (typeof value === 'number') return encodeNumber(value);
    if (typeof value === 'bigint') return ['bigint', value.toString()];
    if (typeof value === 'object') return encodeObject(value);
    throw new Error('An object could not be cloned.');
  }

  function decode(encoded: Encoded): unknown {
    if (encoded === null || typeof encoded !== 'object') return encoded;
    switch (encoded[0]) {
      case 'number':
        return Number(encoded[1]);
      case 'bigint':
        return BigInt(encoded[1]);
      case 'date':
        return new Date(Number(decode(encoded[1])));
      case 'bytes':
        return Uint8Array.from(atob(encoded[1]), (char) => char.charCodeAt(0));
      case 'array':
        return encoded[1].map(decode);
      case 'set':
        return new Set(encoded[1].map(decode));
      case 'map':
        return new Map(encoded[1].map(([key, member]) => [decode(key), decode(member)]));
      case 'object':
        return Object.fromEntries(encoded[1].map(([key, member]) => [key, decode(member)]));
      case 'undefined':
    }
    return undefined;
  }

  return { encode, decode };
}
