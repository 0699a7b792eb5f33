import type { Finding, Told } from '../../../preload/contract/audit.ts';
import type { Doctor, SupportReport } from '../../../preload/contract/doctor.ts';
import { text } from '../../../preload/messages/text.ts';
import { API_VERSION } from '../../facebook/client.ts';
import { VERSION } from '../../version.ts';

/** Fields of texts that hold names which people have given. */
const NAMES: ReadonlySet<string> = new Set(['person', 'audience', 'business', 'name']);

/**
 * What the doctor found, to be given away: in English, since whoever helps may not speak the language of the screen. Everything passes
 * through one filter that leaves out names, and whatever looks like a token, a secret, an address, a digest or a path.
 */
export function supportReport({ at, computer, accounts }: Doctor): SupportReport {
  const time = new Date(at).toISOString();
  const facts = {
    muster: VERSION,
    api: API_VERSION,
    platform: `${process.platform} ${process.arch}`,
    at: time,
    computer: computer.map(({ part, ...finding }) => ({ part, ...factOf(finding) })),
    accounts: accounts.map(({ account, diagnoses }) => ({
      account,
      diagnoses: diagnoses.map(({ topic, state, findings }) => ({ topic, state, findings: findings.map(factOf) })),
    })),
  };
  const lines = [
    `# Muster ${VERSION}, ${time}`,
    `${facts.platform}, Graph API ${API_VERSION}`,
    ...section(
      'This computer',
      facts.computer.map(({ part, ...fact }) => lineOf(part, fact)),
    ),
    ...facts.accounts.flatMap(({ account, diagnoses }) =>
      diagnoses.flatMap(({ topic, state, findings }) =>
        section(
          `${account}: ${topic}: ${state}`,
          findings.map((fact) => lineOf(fact.key, fact)),
        ),
      ),
    ),
  ];
  return { markdown: `${lines.join('\n')}\n`, json: JSON.stringify(facts, null, 2) };
}

interface Fact {
  readonly status: Finding['status'];
  readonly key: string;
  readonly evidence: string;
  readonly said: string | null;
}

function factOf({ status, evidence, said }: Finding): Fact {
  return { status, key: evidence.key, evidence: redacted(evidenceText(evidence)), said: said && redacted(said) };
}

function evidenceText({ key, values }: Told): string {
  const kept = Object.entries(values).map(([name, value]) => [name, NAMES.has(name) ? '…' : value] as const);
  return text(key, Object.fromEntries(kept), 'en');
}

function lineOf(name: string, { status, evidence, said }: Omit<Fact, 'key'>): string {
  return `- **${status}** ${name}: ${evidence}${said === null ? '' : ` (${said})`}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

/** Takes e-mail addresses, digests, tokens and secrets out of a text; of an address its host is kept, of a path its last name. */
export function redacted(line: string): string {
  return line
    .replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, '…')
    .replace(/\bEAA[A-Za-z0-9]+/g, '…')
    .replace(/\b(https?):\/\/([^\s/?#"'<>]+)[^\s"'<>]*/g, '$1 $2')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s"'<>?]+)+[\\/]([^\\/\s"'<>?]+)/g, '$1')
    .replace(/\b[0-9a-f]{32,}\b/gi, '…')
    .replace(/\b[A-Za-z0-9_-]{40,}\b/g, '…');
}
