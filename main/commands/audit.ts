import type { Audit } from '../../preload/contract/audit.ts';
import { text } from '../../preload/messages/text.ts';
import type { Engine } from '../engine/engine.ts';
import { openHost } from '../host.ts';
import { account as accountOf } from './arguments.ts';
import { evidenceText, findingLines } from './findings.ts';
import { ask, interruption } from './follow.ts';
import { CommandError, EXIT, print, restoredText, say } from './output.ts';
import type { CommonOptions } from './program.ts';
import { connectionOf, type TokenOptions } from './token.ts';

export interface AuditOptions extends CommonOptions, TokenOptions {
  readonly all: boolean;
}

/** Reads everything that can stand in the way of an ad account, or of all that the token reaches; changes nothing. */
export async function auditCommand(given: string | undefined, options: AuditOptions): Promise<number> {
  if (given === undefined && !options.all) throw new CommandError(text('cli.audit.missing'));
  if (given !== undefined && options.all) throw new CommandError(text('cli.audit.both'));
  const account = given === undefined ? null : accountOf(given);
  const signal = interruption();
  const host = await openHost({ dataDir: options.data, withSandbox: false });
  try {
    if (host.engine.restored) say(restoredText(host.engine.restored, options.data));
    const connectionId = await connectionOf(host, options, process.stdin);
    const accounts = account === null ? await reached(host.engine, connectionId) : [account];
    if (typeof accounts === 'number') return accounts;
    const audits: Audit[] = [];
    for (const one of accounts) {
      if (signal.aborted) return EXIT.interrupted;
      const audit = await ask(host.engine, 'audit.run', { connectionId, account: one });
      print(options.json, eventOf(audit), () => linesOf(audit));
      audits.push(audit);
    }
    return exitOfAudits(audits);
  } finally {
    await host.close();
  }
}

/** The ad accounts that a connection reaches; the exit code when there are none or they cannot be listed, which has been said. */
async function reached(engine: Engine, connectionId: number): Promise<readonly string[] | number> {
  const { accounts, unread } = await ask(engine, 'terms.list', { connectionId });
  if (unread !== null) {
    const why = text(`audit.unread.${unread.kind}`);
    say(text('cli.audit.unlisted', { why: unread.said === null ? why : `${why}. ${unread.said}` }));
    return unread.kind === 'token' ? EXIT.held : EXIT.problems;
  }
  if (accounts.length > 0) return accounts.map(({ account }) => account);
  say(text('cli.audit.none'));
  return EXIT.problems;
}

/** 3 when a person must act, 1 when nothing could be read, else 0. */
function exitOfAudits(audits: readonly Audit[]): number {
  if (audits.some(({ status }) => status === 'fail')) return EXIT.held;
  return audits.some(({ isBlind }) => isBlind) ? EXIT.problems : EXIT.done;
}

/** The shape of DESIGN section 8. */
function eventOf(audit: Audit): object {
  const { account, accountName, person, status } = audit;
  const checks = audit.checks.map((check) => ({
    id: check.id,
    status: check.status,
    title: text(`audit.${check.id}.title`),
    evidence: evidenceText(check),
    reason: text(`audit.${check.id}.why`),
    action: check.action && { label: text(check.action.key), url: check.action.url },
  }));
  return { event: 'audit', account, name: accountName, person, status, checks };
}

function linesOf({ account, accountName, checks }: Audit): readonly string[] {
  const head = text('cli.audit.head', { account, name: accountName ?? '' }).trim();
  return [head, ...checks.flatMap((check) => findingLines(text(`audit.${check.id}.title`), check))];
}
