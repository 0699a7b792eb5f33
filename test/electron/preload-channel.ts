import type { FromPreload, ToPreload } from './ipc.ts';
import type { Page } from './targets.ts';
import { BINDING, INBOX, pageScript, preloadScript, WORLD } from './world/scripts.ts';

export interface PreloadChannel {
  /** Answers the document that asked; one that has gone meanwhile takes no messages, as in Electron. */
  readonly answer: (message: ToPreload, contextId: number) => void;
  /** Tells the current document, if its preload runs. */
  readonly push: (message: ToPreload) => void;
  /** Resolves when every document to come will run the preload. */
  readonly installed: Promise<unknown>;
}

/** Makes every document of the page run the preload source, in a world of its own, and hears what it says. */
export function installPreload(
  { session, targetId }: Page,
  source: string,
  receive: (message: FromPreload, contextId: number) => void,
): PreloadChannel {
  let currentContext: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
    const { frameId }: { readonly frameId?: string } = auxData ?? {};
    if (name === WORLD && frameId === targetId) currentContext = id;
  });
  session.on('Runtime.executionContextsCleared', () => {
    currentContext = undefined;
  });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== BINDING) return;
    const message: FromPreload = JSON.parse(payload);
    receive(message, executionContextId);
  });

  const answer = (message: ToPreload, contextId: number): void => {
    const expression = `${INBOX}(${JSON.stringify(message)})`;
    session.send('Runtime.evaluate', { contextId, expression }).catch(() => undefined);
  };
  const installed = Promise.all([
    session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript() }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadScript(source), worldName: WORLD }),
  ]);
  return {
    answer,
    push: (message) => {
      if (currentContext !== undefined) answer(message, currentContext);
    },
    installed,
  };
}
