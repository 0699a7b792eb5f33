/** What the rest of the row tells about a cell. */
export interface RowContext {
  /** ISO 3166-1 alpha-2 in upper case: the row's own country, else the job's; null when neither is known. */
  readonly country: string | null;
  /** The current year, for birth years; core has no clock. 2100 when left out. */
  readonly thisYear?: number;
}
