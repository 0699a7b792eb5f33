/** Turns values into JSON-safe ones and back, keeping what structured clone keeps. */
export interface Codec {
  /** Throws Electron's "An object could not be cloned." for functions and symbols. */
  encode(value: unknown): unknown;
  decode(encoded: unknown): unknown;
}

type Tagged = readonly [tag: string, content: unknown];

/**
 * The codec of both ends of IPC. Everything but plain JSON primitives becomes a `[tag, content]` pair, so no object can
 * be mistaken for a tag. Cyclic values overflow the stack. It may use nothing from outside its own body: its source
 * text also runs in the page's isolated world.
 */
export function createCodec(): Codec {
  const views = [
    ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
    ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
  ];
  const errors = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

  const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const toBuffer = (base64: string): ArrayBuffer => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer;

  function encodeObject(value: object): Tagged {
    if (Array.isArray(value)) return ['array', value.map(encode)];
    if (value instanceof Date) return ['date', encode(value.getTime())];
    if (value instanceof Map) return ['map', [...value].map(encode)];
    if (value instanceof Set) return ['set', [...value].map(encode)];
    if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))];
    if (value instanceof Error) return ['error', [value.name, value.message]];
    // Node's Buffer arrives as a plain Uint8Array, as structured clone has it.
    const view = views.find((type) => value instanceof type);
    if (view && ArrayBuffer.isView(value)) {
      return [view.name, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
    }
    if (ArrayBuffer.isView(value) || value instanceof RegExp || value instanceof Promise) {
      throw new Error('An object could not be cloned.');
    }
    return ['object', Object.entries(value).map(([key, member]) => [key, encode(member)])];
  }

  function encode(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : `${value}`];
      case 'undefined':
        return ['undefined', null];
      case 'bigint':
        return ['bigint', value.toString()];
      case 'function':
      case 'symbol':
        throw new Error('An object could not be cloned.');
      case 'object':
        return value === null ? null : encodeObject(value);
    }
  }

  function decodeError([name, message]: readonly [string, string]): Error {
    const type = errors.find((known) => known.name === name) ?? Error;
    return new type(message);
  }

  function decode(encoded: unknown): unknown {
    if (!Array.isArray(encoded)) return encoded;
    const [tag, content] = encoded as unknown as readonly [string, never];
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(content);
      case 'bigint':
        return BigInt(content);
      case 'date':
        return new Date(decode(content) as number);
      case 'array':
        return (content as unknown[]).map(decode);
      case 'map':
        return new Map((content as unknown[]).map(decode) as [unknown, unknown][]);
      case 'set':
        return new Set((content as unknown[]).map(decode));
      case 'buffer':
        return toBuffer(content);
      case 'error':
        return decodeError(content);
      case 'object':
        return Object.fromEntries((content as [string, unknown][]).map(([key, member]) => [key, decode(member)]));
      default: {
        const view = views.find((type) => type.name === tag);
        if (!view) throw new Error(`stand-in: unknown tag ${tag}`);
        return new view(toBuffer(content));
      }
    }
  }

  return { encode, decode };
}
