import { z } from 'zod';

import type { Audit } from './audit.ts';
import type { ConnectFailure } from './connections.ts';
import { Schedule } from './schedule.ts';
import { Sheet, SourceRef } from './sources.ts';

const Id = z.number().int().positive();
const Account = z.string().regex(/^act_\d+$/);
const AudienceId = z.string().regex(/^\d{1,30}$/);

/** The steps of the wizard in their order; `#/wizard/<step>`. */
export const WIZARD_STEPS = [
  'connect',
  'accounts',
  'terms',
  'source',
  'map',
  'audience',
  'match',
  'schedule',
  'review',
] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** What a job is for; each sets sensible defaults that can be changed. Texts: `wizard.purpose.<purpose>`. */
export const PURPOSES = ['high_value', 're_engage', 'suppression', 'lookalike_seed'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Whose the people of a list are, as Meta asks (meta-api.md 6.1). */
const FILE_SOURCES = ['USER_PROVIDED_ONLY', 'PARTNER_PROVIDED_ONLY', 'BOTH_USER_AND_PARTNER_PROVIDED'] as const;
/** Labels that Meta's guide and its API both know (meta-api.md 6.1). */
const AUDIENCE_LABELS = [
  'QUALIFIED_LEADS',
  'DISQUALIFIED_LEADS',
  'APP_USERS',
  'TRIAL_USERS',
  'ENGAGED_USERS',
  'HIGH_VALUE_CUSTOMERS',
  'LOW_VALUE_CUSTOMERS',
  'AT_RISK',
  'DISENGAGED',
] as const;

/** An audience that Meta has, one that another job is about to make, or a new one. */
export const AudienceChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('existing'), id: AudienceId, name: z.string().max(500), isValueBased: z.boolean() }),
  z.object({
    kind: z.literal('new'),
    name: z.string().trim().max(200),
    description: z.string().trim().max(500).default(''),
    fileSource: z.enum(FILE_SOURCES).default('USER_PROVIDED_ONLY'),
    labels: z.array(z.enum(AUDIENCE_LABELS)).max(10).default([]),
    /** May only be excluded in campaigns (`usage_restriction`). */
    isExclusionOnly: z.boolean().default(false),
    isValueBased: z.boolean().default(false),
  }),
]);
export type AudienceChoice = z.output<typeof AudienceChoice>;

/** One step of the job that is being set up. */
export const StepChoice = z.object({
  account: Account.nullable().default(null),
  audience: AudienceChoice.nullable().default(null),
  action: z.enum(['add', 'remove']).default('add'),
  /** Keys to match; null = all that are mapped. */
  keys: z.array(z.string().max(40)).max(20).nullable().default(null),
});
export type StepChoice = z.output<typeof StepChoice>;

/** All that a person has chosen so far. Kept in the database (no value of a row is in it), so that nothing is lost by closing. */
export const DraftSettings = z.object({
  purpose: z.enum(PURPOSES).nullable().default(null),
  name: z.string().trim().max(200).default(''),
  connectionId: Id.nullable().default(null),
  source: SourceRef.nullable().default(null),
  /** Name of the source for the screen; also after a drop has gone. */
  sourceName: z.string().max(500).nullable().default(null),
  /** Of a workbook; null = its first one. */
  sheet: Sheet.nullable().default(null),
  overrides: z.array(z.string().max(1_000)).max(500).default([]),
  /** Whether the overrides began with those that were kept of a list with these columns; null = not decided. */
  savedMapping: z.enum(['used', 'declined']).nullable().default(null),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  /** People without a value count 0 in value-based audiences; else they are not synced (`value_missing`). */
  zeroValue: z.boolean().default(false),
  /** When it runs by itself after its first run; null = only when somebody says so. */
  schedule: Schedule.nullable().default(null),
  steps: z
    .array(StepChoice)
    .min(1)
    .max(10)
    .default([StepChoice.parse({})]),
});
export type DraftSettings = z.output<typeof DraftSettings>;

export const DraftRef = z.object({ draftId: Id });
/** Without `draftId` a new draft is made. The whole settings are stored; the newest save wins. */
export const DraftSave = z.object({
  draftId: Id.optional(),
  /** The wizard's step that is open. */
  place: z.enum(WIZARD_STEPS),
  settings: DraftSettings,
});
export type DraftSave = z.output<typeof DraftSave>;

/** A job that is being set up. */
export interface Draft {
  readonly id: number;
  readonly place: WizardStep;
  readonly settings: DraftSettings;
  readonly createdAt: number;
  /** When it was saved last. */
  readonly savedAt: number;
  /** A dropped file lives as long as the engine: it is gone, and another has to be chosen. */
  readonly isSourceGone: boolean;
}

export const AudienceSearch = z.object({
  connectionId: Id,
  account: Account,
  /** Part of a name, or the beginning of an id. */
  search: z.string().max(200).default(''),
  /** Read Meta's list again; else what was read within the last minutes serves. */
  refreshes: z.boolean().default(false),
});
export type AudienceSearch = z.output<typeof AudienceSearch>;

/** An audience of an ad account, Meta's or a draft of Muster's. */
export interface FoundAudience {
  /** null = a draft: it will be made when its job is launched. */
  readonly id: string | null;
  readonly name: string;
  /** CUSTOM = a customer list, which alone can be filled; others are shown and cannot be chosen. */
  readonly subtype: string | null;
  readonly isValueBased: boolean;
  /** People, as Meta estimates; null = not told or too few. */
  readonly size: { readonly lower: number; readonly upper: number } | null;
  readonly operation: { readonly code: number; readonly description: string | null } | null;
  readonly delivery: { readonly code: number; readonly description: string | null } | null;
  /** Why it cannot be chosen; null = it can. Texts: `wizard.audience.blocked.<reason>`. */
  readonly blocked: 'not_a_list' | 'no_permission' | 'replacing' | 'flagged' | null;
  readonly updatedAt: number | null;
}

export interface AudienceList {
  /** Those that match, drafts first, then as Meta orders them (newest first); at most 200. */
  readonly audiences: readonly FoundAudience[];
  /** How many match in all. */
  readonly matching: number;
  /** Customer lists of the account, of at most 500. */
  readonly total: number;
  readonly listedAt: number | null;
  readonly failed: { readonly reason: ConnectFailure; readonly said: string | null } | null;
}

export const NameOrder = z.object({
  connectionId: Id,
  account: Account,
  name: z.string().max(200),
  description: z.string().max(500).default(''),
});
export type NameOrder = z.output<typeof NameOrder>;
/** What is to be said about a new audience's name, before anything refuses it. */
export interface NameNote {
  /** `sensitive`: health, finance and the like, which Meta may flag; `duplicate`: the account has one of that name; `draft`: another job is about to make it, and both will fill it. */
  readonly kind: 'sensitive' | 'duplicate' | 'draft' | 'personal';
  /** The word, or the audience's id. */
  readonly about: string;
  /** For `sensitive`: which policy. Texts: `wizard.lint.<topic>`. */
  readonly topic: 'health' | 'finance' | 'identity' | 'crime' | null;
}

/** Why a job cannot be launched yet, or what will happen when it is. Texts: `wizard.ready.<kind>`; what stands behind a kind are its values. */
export interface Readiness {
  readonly kind:
    // Nothing can be launched before this is mended
    | 'no_connection'
    /** person */
    | 'token'
    /** account: empty = none was chosen; else the one that was disconnected */
    | 'no_account'
    | 'no_source'
    /** source */
    | 'source_gone'
    /** source, said: what is wrong with it and what to do */
    | 'source_unreadable'
    /** source, keys: those that no column is mapped to; empty = no column can be matched at all */
    | 'no_key'
    | 'no_audience'
    | 'no_name'
    /** audience, reason: `gone` (Meta lists it no longer) or why it is `blocked` (FoundAudience) */
    | 'audience_unusable'
    /** audience */
    | 'no_value_column'
    /** account */
    | 'account_unusable'
    /** account */
    | 'business'
    /** account, person */
    | 'permission'
    /** Its cron text is wrong, or names no time */
    | 'schedule'
    // It can be launched; people wait until a person has acted
    /** account, person: who must accept, business */
    | 'terms'
    /** account, audience */
    | 'value_terms'
    /** account, limit */
    | 'audience_limit'
    // It can be launched, and one should know
    /** account, person, business: Meta does not tell whether this person has accepted */
    | 'terms_unknown'
    /** audience, people: at most so many */
    | 'low_size'
    /** audience, word, topic (NameNote) */
    | 'sensitive_name'
    /** audience, word */
    | 'personal_name'
    /** audience */
    | 'duplicate_name'
    /** account, uploads and people: so many an hour */
    | 'limited_tier'
    /** account */
    | 'blind'
    /** people */
    | 'few_for_lookalike'
    /** It was given a schedule, and its list was dropped: that can be read only once */
    | 'schedule_once';
  readonly weight: 'blocks' | 'holds' | 'warns';
  /** The step of the wizard where it is mended. */
  readonly step: WizardStep;
  /** Of the job's steps, 0-based; null = of the job. What is about an ad account is told once, with its first step. */
  readonly index: number | null;
  /** Names of ad accounts where they are known, else ids; numbers in plain digits. */
  readonly values: Readonly<Record<string, string>>;
}

/** All that the review shows of whether it can go. */
export interface Review {
  readonly notes: readonly Readiness[];
  /** One for each ad account of the draft, read just now. */
  readonly audits: readonly Audit[];
  /** How fast the accounts take people, of the slowest. null = the tier is not known yet. */
  readonly tier: 'full' | 'limited' | null;
}

export type Launched =
  | { readonly state: 'launched'; readonly jobId: number; readonly runId: number }
  | { readonly state: 'refused'; readonly notes: readonly Readiness[] };

export const LaunchOrder = DraftRef.extend({
  /** The person has seen that people will wait (`holds`), and launches all the same. */
  waits: z.boolean().default(false),
});
