type AnyFunction = (...args: unknown[]) => unknown;

/** How a call of such a function ended at once; `promise` says that a 'settled' event follows. */
export type CallResult = { readonly error: string } | { readonly value: unknown } | { readonly promise: true };

/**
 * The page's half of contextBridge. The two worlds share the DOM and nothing else, so descriptions of values cross as
 * details of DOM events, which Chromium clones for the other world. It may use nothing from outside its own body: its
 * source text runs in the page.
 */
export function installPageBridge(bridge: string): void {
  if (window !== window.top) return;
  const callbacks: AnyFunction[] = [];
  const unsettled = new Map<number, PromiseWithResolvers<unknown>>();
  // Kept before the page can replace it.
  const dispatch = window.dispatchEvent.bind(window);
  let lastCall = 0;
  let lastResult: CallResult | undefined;

  const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
  const isPlainObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const mapMembers = (value: object, change: (member: unknown) => unknown): object =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
  const receive = <T>(name: string, act: (detail: T) => void): void =>
    window.addEventListener(`${bridge}${name}`, (event) => {
      event.stopImmediatePropagation();
      if (event instanceof CustomEvent) act(event.detail);
    });

  /** Describes an argument of the page to the preload. */
  function describe(value: unknown): unknown {
    if (isFunction(value)) return { pageFunction: callbacks.push(value) - 1 };
    if (Array.isArray(value)) return value.map(describe);
    return isPlainObject(value) ? mapMembers(value, describe) : value;
  }

  /** Makes a value of a description. Only what was exposed is frozen, as in Electron; answers are the page's own. */
  function build(described: unknown, finish: (value: object) => object): unknown {
    if (Array.isArray(described)) return finish(described.map((member) => build(member, finish)));
    if (!isPlainObject(described)) return described;
    if ('preloadFunction' in described) return finish(remote(Number(described['preloadFunction'])));
    return finish(mapMembers(described, (member) => build(member, finish)));
  }
  const asIs = (value: object): object => value;

  function remote(preloadFunction: number): AnyFunction {
    return (...args) => {
      const call = (lastCall += 1);
      lastResult = undefined;
      const detail = { call, preloadFunction, args: args.map(describe) };
      dispatch(new CustomEvent(`${bridge}call`, { detail }));
      const result = lastResult as CallResult | undefined;
      if (!result) throw new Error('stand-in: the preload has gone');
      if ('error' in result) throw new Error(result.error);
      if ('value' in result) return build(result.value, asIs);
      const settling = Promise.withResolvers<unknown>();
      unsettled.set(call, settling);
      return settling.promise;
    };
  }

  receive<{ key: string; api: unknown }>('expose', ({ key, api }) =>
    Object.defineProperty(window, key, { value: build(api, Object.freeze), enumerable: true }),
  );
  receive<CallResult>('result', (result) => {
    lastResult = result;
  });
  receive<{ call: number; result: CallResult }>('settled', ({ call, result }) => {
    const settling = unsettled.get(call);
    unsettled.delete(call);
    if ('error' in result) settling?.reject(new Error(result.error));
    else if ('value' in result) settling?.resolve(build(result.value, asIs));
  });
  receive<{ pageFunction: number; args: unknown[] }>('callback', ({ pageFunction, args }) =>
    callbacks[pageFunction]?.(...args.map((argument) => build(argument, asIs))),
  );
}
