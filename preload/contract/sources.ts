import { z } from 'zod';

import type { ProblemRow } from './jobs.ts';
import type { SavedMapping } from './mappings.ts';

const Id = z.number().int().positive();
/** Made by the engine; says nothing about where a file lies. */
const Opaque = z.string().min(1).max(100);

/** Where rows come from: a file that stays where it is, or one that was dropped on the window and is read once. */
export const SourceRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), sourceId: Id }),
  z.object({ kind: z.literal('drop'), dropId: Opaque }),
]);
export type SourceRef = z.infer<typeof SourceRef>;

/** Name of a workbook's sheet. */
export const Sheet = z.string().min(1).max(200);

/** How a source is read: what a person said about its columns, and the country of values without one. */
export const Reading = z.object({
  source: SourceRef,
  /** Of a workbook; null = its first one that can be seen and has rows. */
  sheet: Sheet.nullable().default(null),
  /** `COLUMN=KEY`, `COLUMN=` or `#3=DOB:DMY`, as `--map` takes them; later ones win. */
  overrides: z.array(z.string().max(1_000)).max(500).default([]),
  /** ISO alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
});
export type Reading = z.output<typeof Reading>;

export const PreviewOrder = Reading.extend({
  /** Whose saved mappings are looked through; null = nobody's. */
  connectionId: Id.nullable().default(null),
});
export type PreviewOrder = z.output<typeof PreviewOrder>;

/** A folder of this computer as the picker of the browser host lists it. */
export interface FolderList {
  /** From the outermost to the one that is shown; each can be opened by its id. */
  readonly path: readonly { readonly id: string; readonly name: string }[];
  /** Places to begin at, as far as they exist; the page has its own words for all but drives. */
  readonly places: readonly FolderPlace[];
  /** Folders first, by name. Files that Muster cannot read are left out. */
  readonly entries: readonly FolderEntry[];
  /** What was left out: files that no reader knows, and links to nothing; hidden files are not counted. */
  readonly hidden: number;
  /** The folder cannot be looked into. */
  readonly failure: 'missing' | 'denied' | null;
}
export interface FolderPlace {
  readonly id: string;
  readonly kind: 'home' | 'downloads' | 'desktop' | 'documents' | 'drive';
  /** As the folder is called on disk. */
  readonly name: string;
}
export interface FolderEntry {
  readonly id: string;
  readonly name: string;
  readonly kind: 'folder' | 'file';
  readonly bytes: number | null;
  readonly modifiedAt: number | null;
}
/** Neither = home, or the folder of the file that was picked last. */
export const FolderOrder = z.object({ folderId: Opaque.nullable().default(null) });
export const FileRef = z.object({ fileId: Opaque });
export interface PickedFile {
  readonly sourceId: number;
  readonly name: string;
}

/** A dropped file: its first bytes at once, the whole when its run reads. Nothing of it is written to disk. */
export const DropOrder = z.object({
  name: z.string().min(1).max(500),
  bytes: z.number().int().nonnegative(),
  /** The first bytes (at most 1 MB), base64. */
  head: z.string().max(1_500_000),
});
export const DropPart = z.object({
  dropId: Opaque,
  /** 0-based number of the part. */
  seq: z.number().int().nonnegative(),
  /** Base64 of the bytes that follow those before, from the first byte on; `isLast` ends the file. */
  data: z.string().max(1_500_000),
  isLast: z.boolean(),
});
/** Whether the run reads on; when not, the page stops sending. */
export interface DropState {
  readonly isWanted: boolean;
}

/** One column of a source as the mapping step shows it. */
export interface PreviewColumn {
  readonly index: number;
  /** Never a person's data: a first line that looks like one gives “Column 1” … */
  readonly column: string;
  /** A key of Meta's, or DOB for a whole date; null = left out. */
  readonly key: string | null;
  readonly confidence: number;
  /** DMY, MDY, YMD or serial; null where nothing tells, or for other keys than DOB. */
  readonly dateOrder: 'DMY' | 'MDY' | 'YMD' | 'serial' | null;
  /** Of the rows looked at: cells that hold something, and those that can be sent (0 when unmapped). */
  readonly filled: number;
  readonly valid: number;
}

/** What the first rows of a source say. For the screen only: nothing of it is stored or logged. */
export interface Preview {
  readonly name: string;
  /** Bytes; null for a drop whose size is not told. */
  readonly bytes: number | null;
  readonly modifiedAt: number | null;
  readonly encoding: string;
  readonly delimiter: string;
  /** The sheet that is read, and all of a workbook's; null for text. */
  readonly workbook: {
    readonly sheet: string;
    readonly sheets: readonly {
      readonly name: string;
      /** Down to the last one in use, with the header; null = the workbook does not say. */
      readonly rows: number | null;
      readonly isHidden: boolean;
    }[];
  } | null;
  readonly hasHeader: boolean;
  readonly columns: readonly PreviewColumn[];
  /** Rows looked at, at most 500, and what they would become. */
  readonly rows: {
    readonly read: number;
    readonly entered: number;
    readonly duplicates: number;
    readonly unreadable: number;
  };
  readonly problemCounts: Readonly<Record<string, number>>;
  readonly problems: readonly Omit<ProblemRow, 'id'>[];
  /** How a list like this one was mapped before; null = none was, or the list has no header. */
  readonly saved: SavedMapping | null;
}

export const RowOrder = Reading.extend({
  /** 0-based among the first rows. */
  row: z.number().int().min(0).max(499).default(0),
  /** Keys that the step matches; null = all that are mapped. */
  keys: z.array(z.string().max(40)).max(20).nullable().default(null),
  isValueBased: z.boolean().default(false),
  /** A row without a value counts 0 instead of being left out. */
  zeroValue: z.boolean().default(false),
});

/** One cell on its way: as it stands, as Meta wants it, and what leaves this computer. For the screen only. */
export interface PreviewCell {
  readonly index: number;
  readonly column: string;
  readonly raw: string;
  readonly key: string | null;
  /** For a date of birth `YYYY-MM-DD`; null = nothing is sent of it. */
  readonly normalized: string | null;
  readonly action: 'hash' | 'passthrough' | 'as_is' | 'drop' | 'none';
  readonly problem: string | null;
}

/** The payload of one row: what stands where in the request. */
export interface PreviewRow {
  /** 1-based line of the source; null = there is no such row. */
  readonly line: number | null;
  /** How many rows can be chosen. */
  readonly rows: number;
  readonly cells: readonly PreviewCell[];
  readonly schema: readonly string[];
  /** 1 to 3 rows on the wire, each as long as the schema. */
  readonly entries: readonly (readonly string[])[];
  /** What each place of the first entry was before hashing; null = empty. */
  readonly normalized: readonly (string | null)[];
  /** Why the row would not be sent; null = it would. */
  readonly notSent: 'no_identifier' | 'blank_row' | 'value_missing' | null;
}

/** A count over the whole source, which goes on while the page asks again. */
export type SourceCount =
  | { readonly state: 'counting'; readonly bytes: number; readonly total: number | null; readonly rows: number }
  | {
      readonly state: 'done';
      readonly rows: {
        readonly read: number;
        readonly entered: number;
        readonly duplicates: number;
        readonly excluded: number;
        readonly unchanged: number;
        readonly unreadable: number;
      };
      readonly keys: Readonly<Record<string, { readonly filled: number; readonly valid: number }>>;
      readonly problemCounts: Readonly<Record<string, number>>;
    }
  /** A dropped file is counted when it is read. */
  | { readonly state: 'later' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string; readonly remedy: string };
