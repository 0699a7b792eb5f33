/** Whether the terms let a token's owner change customer lists. */
export type TermsState =
  | 'accepted'
  /** Nobody of the business has. */
  | 'nobody'
  /** Somebody of the business has, but not the person whose token it is. */
  | 'other_person'
  /** The person has not; of the business nothing is told. */
  | 'not_person'
  /** Somebody of the business has; of the person nothing is told. */
  | 'person_untold'
  | 'untold';

/** What Meta tells of one kind of terms for one ad account; null = not told. */
export interface TermsTold {
  readonly business: boolean | null;
  readonly person: boolean | null;
  /** null when nobody knows whose token it is. */
  readonly isSystemUser: boolean | null;
}

/**
 * Terms count per person and business; for a system user a human of the business must have accepted, and the person's map is not valid
 * (meta-api.md 5). What is not told is never taken for accepted.
 */
export function termsState({ business, person, isSystemUser }: TermsTold): TermsState {
  if (business === false) return 'nobody';
  if (isSystemUser === true) return business === true ? 'accepted' : 'untold';
  // An empty map for an owner that is not known may be that of a system user.
  if (person === false && isSystemUser === null) return 'person_untold';
  if (person === false) return business === true ? 'other_person' : 'not_person';
  if (person === true) return 'accepted';
  return business === true ? 'person_untold' : 'untold';
}
