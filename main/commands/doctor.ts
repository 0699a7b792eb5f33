import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Finding } from '../../preload/contract/audit.ts';
import type { AccountDiagnoses, Diagnosis, Doctor, Topic } from '../../preload/contract/doctor.ts';
import { text } from '../../preload/messages/text.ts';
import { openHost } from '../host.ts';
import { evidenceText, findingLines, toldText } from './findings.ts';
import { ask } from './follow.ts';
import { EXIT, print, restoredText, say } from './output.ts';
import type { CommonOptions } from './program.ts';
import { connectGiven, type TokenOptions } from './token.ts';

export interface DoctorOptions extends CommonOptions, TokenOptions {
  /** act_… */
  readonly account?: string;
  readonly topic?: Topic;
  /** File for the report; its name without ending. */
  readonly report?: string;
}

/** Looks for what is wrong: with an ad account, or with this computer and every ad account that jobs work with. */
export async function doctorCommand(options: DoctorOptions): Promise<number> {
  const { data, json, account, topic, report } = options;
  const withSandbox = existsSync(join(data, 'sandbox.db'));
  const host = await openHost({ dataDir: data, withSandbox });
  try {
    if (host.engine.restored) say(restoredText(host.engine.restored, data));
    const connectionId = await connectGiven(host, options, process.stdin);
    const question = {
      ...(account === undefined ? {} : { account }),
      ...(topic === undefined ? {} : { topic }),
      ...(connectionId === null ? {} : { connectionId }),
    };
    const found = await ask(host.engine, 'doctor.run', question);
    print(json, { event: 'doctor', ...eventOf(found) }, () => linesOf(found, account === undefined));
    if (report !== undefined) {
      const { markdown, json: facts } = await ask(host.engine, 'doctor.report', question);
      const files = [`${report}.md`, `${report}.json`] as const;
      writeFileSync(files[0], markdown);
      writeFileSync(files[1], facts);
      say(text('cli.doctor.written', { files: files.map((file) => basename(file)).join(', ') }));
    }
    return exitOfDoctor(found);
  } finally {
    await host.close();
  }
}

/** 3 when a person must act about an ad account, 1 when this computer is in trouble, else 0. */
function exitOfDoctor({ computer, accounts }: Doctor): number {
  if (accounts.some(({ diagnoses }) => diagnoses.some(({ state }) => state === 'trouble'))) return EXIT.held;
  return computer.some(({ status }) => status === 'fail') ? EXIT.problems : EXIT.done;
}

function eventOf({ computer, accounts }: Doctor): object {
  return {
    computer: computer.map(({ part, ...finding }) => ({
      part,
      status: finding.status,
      evidence: evidenceText(finding),
    })),
    accounts: accounts.map(({ account, diagnoses }) => ({
      account,
      topics: diagnoses.map(({ topic, state, findings, steps, holdIds }) => ({
        topic,
        state,
        title: text(`doctor.${topic}.title`),
        findings: findings.map((finding) => ({
          status: finding.status,
          evidence: evidenceText(finding),
          action: finding.action && { label: text(finding.action.key), url: finding.action.url },
        })),
        steps: steps.map(toldText),
        holds: holdIds,
      })),
    })),
  };
}

function linesOf({ computer, accounts }: Doctor, isWhole: boolean): readonly string[] {
  const own = computer.flatMap(({ part, ...finding }) => findingLines(text(`doctor.${part}.title`), finding));
  return [
    ...(own.length === 0 ? [] : [text('cli.doctor.computer'), ...own.map((line) => `  ${line}`)]),
    ...accounts.flatMap(accountLines),
    ...(isWhole && accounts.length === 0 ? ['', text('cli.doctor.none')] : []),
  ];
}

function accountLines({ account, accountName, diagnoses }: AccountDiagnoses): readonly string[] {
  const head = text('cli.audit.head', { account, name: accountName ?? '' }).trim();
  return ['', head, ...diagnoses.flatMap(topicLines).map((line) => `  ${line}`)];
}

function foundText(finding: Finding): string {
  return text('cli.doctor.found', {
    light: text(`audit.light.${finding.status}`),
    evidence: evidenceText(finding),
  });
}

/** What to do is told only where there is something to do, or nobody knows. */
function topicLines({ topic, state, findings, steps }: Diagnosis): readonly string[] {
  const title = text('cli.doctor.topic', {
    title: text(`doctor.${topic}.title`),
    state: text(`doctor.state.${state}`),
  });
  if (state === 'ok') return [title];
  const seen = findings.filter(({ status }) => status !== 'pass');
  return [
    title,
    `  ${text(`doctor.${topic}.why`)}`,
    ...seen.map((finding) => `  ${foundText(finding)}`),
    ...steps.map((step, index) => `  ${text('cli.doctor.step', { number: String(index + 1), step: toldText(step) })}`),
  ];
}
