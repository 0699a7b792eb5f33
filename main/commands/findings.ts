import type { Finding, NextAction, Told } from '../../preload/contract/audit.ts';
import { text } from '../../preload/messages/text.ts';

/** What was seen, in words, with Meta's own where something could not be read. */
export function evidenceText({ evidence, said }: Pick<Finding, 'evidence' | 'said'>): string {
  const told = toldText(evidence);
  return said === null ? told : `${told}. ${text('cli.audit.said', { said })}`;
}

export function toldText({ key, values }: Told): string {
  return text(key, values);
}

/** A finding for people: its light, what it is about, what was seen, and below it what to do. */
export function findingLines(title: string, finding: Finding): readonly string[] {
  const light = text(`audit.light.${finding.status}`);
  const line = text('cli.audit.line', { light, title, evidence: evidenceText(finding) });
  return finding.action === null ? [line] : [line, `  ${actionText(finding.action)}`];
}

/** What to do and where; the screens of the page have commands in their place. */
function actionText({ key, url }: NextAction): string {
  if (!url.startsWith('#/')) return text('cli.audit.next', { action: text(key), url });
  return text(key === 'audit.action.update' ? 'cli.audit.update' : 'cli.audit.connect');
}
