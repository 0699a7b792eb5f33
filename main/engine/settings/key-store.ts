import { addActivity } from '../../../db/activity.ts';
import { readText, writeSetting } from '../../../db/settings.ts';
import type { Context } from '../context.ts';

/** Writes down that the data key lies elsewhere than at the last start of a sender. */
export function noteKeyStore({ db, ports }: Context): void {
  const { store } = ports.secrets;
  const before = readText(db, 'key_store');
  if (before === store) return;
  db.transaction(() => {
    writeSetting(db, 'key_store', store);
    addActivity(db, {
      at: ports.clock.now(),
      actor: 'muster',
      kind: 'data.key_store',
      facts: { before, after: store },
    });
  }).immediate();
}
