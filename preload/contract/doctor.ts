import { z } from 'zod';

import type { Finding, Told } from './audit.ts';
import { TOPICS } from './topics.ts';

export const Topic = z.enum(TOPICS);
export type Topic = z.infer<typeof Topic>;

/** `unknown`: what could be read does not tell whether this is the trouble. */
export type DiagnosisState = 'ok' | 'trouble' | 'unknown';

/** What one topic was found to be for one ad account. */
export interface Diagnosis {
  readonly topic: Topic;
  readonly state: DiagnosisState;
  /** What was looked at and seen, the worst first. */
  readonly findings: readonly Finding[];
  /** What to do, in order; shown with numbers. The same whether there is trouble or not, so that they can be read at leisure. */
  readonly steps: readonly Told[];
  /** Holds of this topic that stand: `holds.check` asks about each again. */
  readonly holdIds: readonly number[];
}

export interface AccountDiagnoses {
  readonly connectionId: number;
  /** act_… */
  readonly account: string;
  readonly accountName: string | null;
  readonly diagnoses: readonly Diagnosis[];
}

/** Parts of this computer that Muster needs. Texts: `doctor.<part>.title`. */
export type ComputerPart =
  | 'version'
  | 'data_folder'
  | 'key_store'
  | 'database'
  | 'sender'
  | 'network'
  | 'proxy'
  | 'authorities'
  | 'clock'
  | 'disk';

export interface ComputerFinding extends Finding {
  readonly part: ComputerPart;
}

export interface Doctor {
  /** Epoch ms. */
  readonly at: number;
  /** Empty when an ad account was asked about. */
  readonly computer: readonly ComputerFinding[];
  /** The one asked about, or all for which there are jobs. */
  readonly accounts: readonly AccountDiagnoses[];
}

/** For support: holds no token, secret, e-mail address, digest, name of a person or path. */
export interface SupportReport {
  readonly markdown: string;
  readonly json: string;
}

/**
 * Without an ad account: this computer, and every ad account for which there are jobs. `connectionId` says through which connection the
 * ad account is looked at; without it the one that last worked with it.
 */
export const DoctorOrder = z.object({
  topic: Topic.optional(),
  account: z
    .string()
    .regex(/^act_\d+$/)
    .optional(),
  connectionId: z.number().int().positive().optional(),
});
