import type { AudienceRow } from './audiences.ts';
import { endOf, findSession } from './sessions.ts';
import type { World } from './world.ts';

/** Meta needs hours; the sandbox calls an audience "being populated", or a replacement "in progress", this long. Invented. */
export const populatingMs = 30_000;

/** Where the newest `usersreplace` of an audience is. `failed` lasts until the next upload. */
type ReplaceStage = 'none' | 'uploading' | 'processing' | 'done' | 'failed';

/** A replacement ends with its last batch, or 90 minutes after its first one with what has arrived by then. */
function replaceStage(world: World, audience: AudienceRow): ReplaceStage {
  if (audience.replace_session === null) return 'none';
  const session = findSession(world, audience.account_id, audience.replace_session);
  if (session === undefined) return 'none';
  const end = endOf(session, world.now());
  if (end === null) return 'uploading';
  if (world.now() < end + populatingMs) return 'processing';
  return audience.replace_fails === 1 ? 'failed' : 'done';
}

/** Whether a replacement keeps everyone else from changing the audience. */
export function isBeingReplaced(world: World, audience: AudienceRow): boolean {
  return ['uploading', 'processing'].includes(replaceStage(world, audience));
}

/** `operation_status`: codes are Meta's, descriptions invented where not "Normal". */
export function operationStatus(world: World, audience: AudienceRow): { code: number; description: string } {
  const code = statusCode(world, audience);
  return { code, description: descriptions[code] ?? `Status ${code}, set by hand in the sandbox.` };
}

function statusCode(world: World, audience: AudienceRow): number {
  if (audience.status_code !== null) return audience.status_code;
  const stage = replaceStage(world, audience);
  if (stage === 'uploading' || stage === 'processing') return 414;
  if (stage === 'failed') return 415;
  if (audience.content_updated_at === null) return 410;
  return world.now() < audience.content_updated_at + populatingMs ? 441 : 200;
}

const descriptions: Readonly<Record<number, string>> = {
  100: 'This audience was not used for two years and will be deleted.',
  200: 'Normal',
  410: 'No file has been uploaded yet.',
  411: 'Few people of the list were matched.',
  412: 'Many entries of the last upload were invalid.',
  414: 'The people of this audience are being replaced.',
  415: 'The people of this audience could not be replaced.',
  441: 'This audience is being populated. It can be used already and will grow.',
  450: 'This audience has not been used lately.',
  470: 'The account that made this audience is no longer active.',
  471: "The custom audience or lookalike is blocked because it suggests the use of information (e.g., health, financial) not allowed under Meta's terms, and is restricted from running ads. Review the audience and remove prohibited information, or choose a different one.",
  500: 'This audience needs the attention of the advertiser.',
};
