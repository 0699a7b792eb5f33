import type { Activity, Egress } from '../../preload/contract/activity.ts';
import { text } from '../../preload/messages/text.ts';
import { openHost } from '../host.ts';
import { ask } from './follow.ts';
import { EXIT, number, print, say, timeText } from './output.ts';
import type { CommonOptions } from './program.ts';

export interface ActivityOptions extends CommonOptions {
  /** What left this computer, instead of who did what. */
  readonly egress: boolean;
  readonly csv: boolean;
  readonly limit: number;
}

const PAGE = 2_000;

/** Who did what, or what left this computer, newest first: lines for people, JSON or CSV. */
export async function activityCommand({ data, json, egress, csv, limit }: ActivityOptions): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    let left = limit;
    for (let beforeId: number | null = null; left > 0;) {
      const place: { limit: number; beforeId?: number } = { limit: Math.min(PAGE, left) };
      if (beforeId !== null) place.beforeId = beforeId;
      left -= place.limit;
      if (csv) {
        const part = await ask(engine, egress ? 'egress.export' : 'activity.export', place);
        process.stdout.write(part.text);
        beforeId = part.nextId;
      } else if (egress) {
        const { rows } = await ask(engine, 'egress.list', place);
        for (const row of rows) print(json, { event: 'egress', ...row }, () => [egressLine(row)]);
        beforeId = rows.length < place.limit ? null : (rows.at(-1)?.id ?? null);
      } else {
        const { rows } = await ask(engine, 'activity.list', place);
        for (const row of rows) print(json, { event: 'activity', ...row }, () => [activityLine(row)]);
        beforeId = rows.length < place.limit ? null : (rows.at(-1)?.id ?? null);
      }
      if (beforeId === null) break;
    }
    if (egress && !csv && !json) {
      const { total } = await ask(engine, 'egress.list', { limit: 1 });
      say(
        text('cli.egress.total', {
          requests: number.format(total.requests),
          entries: number.format(total.entries),
          bytes: number.format(total.bytes),
        }),
      );
    }
    return EXIT.done;
  } finally {
    await close();
  }
}

function activityLine({ at, actor, kind, facts }: Activity): string {
  const said = Object.entries(facts).map(([name, value]) => `${name}=${value}`);
  return [timeText(at), actor.padEnd(6), kind.padEnd(22), ...said].join('  ').trimEnd();
}

function egressLine({ at, host, method, path, keys, entries, bytes }: Egress): string {
  const upload = entries === 0 ? [] : [`${number.format(entries)} × ${keys.join(' ')}`];
  return [timeText(at), method.padEnd(6), `${host}${path}`, ...upload, `${number.format(bytes)} B`].join('  ');
}
