import { z } from 'zod';

/** Bounds of the numbers that can be set, both included. */
export const NUMBERS = {
  /** How long a batch is tried again, in hours of trying (DESIGN section 5). For people who are read from now on. */
  horizonHours: { least: 1, most: 168 },
  /** How long a first person waits for company, in seconds. For jobs that are made from now on. */
  flushSeconds: { least: 0, most: 3_600 },
  /** After so many days a hold that nobody mends ends what waits behind it as Errored. */
  holdDays: { least: 1, most: 365 },
  /** After so many days the sealed people of settled batches are deleted. */
  settledDays: { least: 1, most: 365 },
  /** After so many days attempts, problems, activity and the egress log are deleted. */
  historyDays: { least: 7, most: 3_650 },
  /** With `alerts: 'every'`: how many errored people make one notification. */
  alertEvery: { least: 1, most: 1_000_000 },
} as const;

export type NumberName = keyof typeof NUMBERS;

function number(name: NumberName): z.ZodNumber {
  return z.number().int().min(NUMBERS[name].least).max(NUMBERS[name].most);
}

/** Host and port, with a scheme and with credentials where the proxy wants them. */
const PROXY = /^(https?:\/\/)?([^\s@/]+@)?([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?\/?$/i;

/** All that can be set, each by itself. */
export const SettingsChange = z
  .object({
    /** `system` = the first language of the system, or the browser, that Muster speaks. */
    language: z.enum(['system', 'en', 'fr']),
    horizonHours: number('horizonHours'),
    flushSeconds: number('flushSeconds'),
    holdDays: number('holdDays'),
    settledDays: number('settledDays'),
    historyDays: number('historyDays'),
    /** Whom errored people are told to: nobody, with the first of a run, or with every so many of it. */
    alerts: z.enum(['off', 'first', 'every']),
    alertEvery: number('alertEvery'),
    /** Goes before the environment's; null = the environment decides. Sealed at once, its credentials are never returned. */
    proxy: z.string().trim().max(2_048).regex(PROXY).nullable(),
  })
  .partial();
export type SettingsChange = z.output<typeof SettingsChange>;

/** A proxy as it may be shown. */
interface ShownProxy {
  /** `scheme://host:port` */
  readonly address: string;
  readonly hasCredentials: boolean;
}

/** What is set, and what goes with it. */
export interface Settings extends Readonly<Record<NumberName, number>> {
  readonly language: 'system' | 'en' | 'fr';
  readonly alerts: 'off' | 'first' | 'every';
  readonly proxy: ShownProxy | null;
  /** The proxy that the environment demands; `address` null = what stands there cannot be used. */
  readonly environmentProxy: { readonly variable: string; readonly address: string | null } | null;
  /** Where the database lies. */
  readonly dataFolder: string;
}
