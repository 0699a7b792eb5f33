import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Hold } from '../../preload/contract/holds.ts';
import { text } from '../../preload/messages/text.ts';
import { openHost } from '../host.ts';
import { ask } from './follow.ts';
import { CommandError, EXIT, number, print, timeText } from './output.ts';
import type { CommonOptions } from './program.ts';

export interface HoldsOptions extends CommonOptions {
  /** Id of the hold about which Meta is asked again. */
  readonly check?: number;
}

/** What waits for a person: why, who must act and where; with --check whether it still stands. */
export async function holdsCommand({ data, json, check }: HoldsOptions): Promise<number> {
  // A hold of the embedded sandbox cannot be looked at without it.
  const withSandbox = check !== undefined && existsSync(join(data, 'sandbox.db'));
  const { engine, close } = await openHost({ dataDir: data, withSandbox });
  try {
    const holds = await ask(engine, 'holds.list', {});
    if (check === undefined) {
      if (holds.length === 0 && !json) print(json, {}, () => [text('cli.holds.none')]);
      for (const hold of holds) print(json, { event: 'hold', ...hold }, () => holdLines(hold));
      return EXIT.done;
    }
    const hold = holds.find(({ id }) => id === check);
    if (!hold) throw new CommandError(unknownText(check, holds));
    const { released, said } = await ask(engine, 'holds.check', { holdId: check });
    const title = text(`hold.${hold.reason}.title`);
    print(json, { event: 'hold_check', id: check, reason: hold.reason, released, said }, () =>
      released
        ? [text('cli.hold.lifted', { title })]
        : [text('cli.hold.standing', { title }), ...(said === null ? [] : [`  ${said}`])],
    );
    return released ? EXIT.done : EXIT.held;
  } finally {
    await close();
  }
}

function unknownText(id: number, holds: readonly Hold[]): string {
  const what = text('queue.target.hold', { id: String(id) });
  const known = holds.map((hold) => hold.id).join(', ');
  return known === '' ? text('queue.unknown.none', { what }) : text('queue.unknown', { what, known });
}

function holdLines(hold: Hold): readonly string[] {
  const { id, reason, account, since, people, url, person, code, subcode, said, found, probeAt, expiresAt } = hold;
  const where =
    account === '' ? hold.stepIds.map((step) => text('queue.target.step', { id: String(step) })) : [account];
  const action = text(`hold.${reason}.action`, {
    account: where.join(', '),
    person: person ?? text('hold.person.unknown'),
  });
  return [
    text('cli.hold', {
      id: String(id),
      title: text(`hold.${reason}.title`),
      where: where.join(', '),
      time: timeText(since),
      count: number.format(people),
    }),
    `  ${url === null ? action : text('cli.held.at', { action, url })}`,
    ...(code === null
      ? []
      : [`  ${text('cli.hold.code', { code: subcode === null ? `${code}` : `${code}/${subcode}` })}`]),
    ...(said === null ? [] : [`  ${text('cli.hold.said', { said })}`]),
    ...(found === null ? [] : [`  ${text('ui.hold.found', { found })}`]),
    `  ${probeAt === null ? text('cli.hold.unseen', { id: String(id) }) : text('cli.hold.next', { time: timeText(probeAt) })}`,
    `  ${text('cli.hold.expires', { time: timeText(expiresAt) })}`,
  ];
}
