/** Why a value is not sent, or (only `no_country`) why it is sent with a warning. Codes are stored and shown; the value never is. */
export type ProblemCode =
  /** Nothing there, or a word that exports write for nothing (`null`, `n/a`, `-`). Not shown as a problem: just no value. */
  | 'blank'
  /** Looks like MD5, SHA-1 or another digest than SHA-256; Meta compares SHA-256 only. */
  | 'unsupported_hash'
  /** A character was lost before the file reached us (U+FFFD), so the hash would be wrong. */
  | 'damaged_text'
  /** A spreadsheet wrote `4.47E+11`: digits are lost and cannot be restored. */
  | 'rounded_number'
  /** Two or more e-mail addresses or phone numbers in one cell; we do not choose one. */
  | 'two_values'
  /** Not the form of an e-mail address. */
  | 'not_an_email'
  /** Holds no telephone number. */
  | 'not_a_phone'
  /** Fewer digits than a number of that country has. */
  | 'phone_too_short'
  /** More digits than a number of that country has. */
  | 'phone_too_long'
  /** Only zeros. */
  | 'phone_zeros'
  /** No number of that country looks like this, or no country has this calling code. */
  | 'phone_impossible'
  /** Warning, the value is sent: no country code was written and no country is known. Meta matches it only with a country. */
  | 'no_country'
  /** A name or city without a single letter. */
  | 'no_letters'
  /** Not a word for female or male that we know. */
  | 'unknown_gender'
  /** Not a country name or code that we know. */
  | 'unknown_country'
  /** The row is of the United States, yet this is none of its states or territories. */
  | 'unknown_state'
  /** No postal code of the row's country looks like this. */
  | 'not_a_postal_code'
  /** Not a date, or not a form of a date that we read. */
  | 'not_a_date'
  /** Day and month cannot be told apart, and neither the mapping nor the file says which comes first. */
  | 'ambiguous_date'
  /** A day that no calendar has, such as 31 February. */
  | 'impossible_date'
  /** A database's empty date, such as `0000-00-00`. */
  | 'zero_date'
  /** `85` may be 1885, 1985 or 2085. */
  | 'two_digit_year'
  /** Before 1900 or in the future. */
  | 'year_out_of_range'
  /** A bare day number; read only when the mapping says that the column holds spreadsheet dates. */
  | 'serial_date'
  /** A whole date was hashed before; Meta wants year, month and day hashed apart. */
  | 'hashed_date'
  /** Not a month. */
  | 'not_a_month'
  /** Not a day of a month. */
  | 'not_a_day'
  /** Not a mobile advertiser id. */
  | 'not_a_device_id'
  /** The all-zero id of a phone whose owner refused tracking; it names nobody. */
  | 'zero_device_id'
  /** An external id that looks like an e-mail address or a telephone number; it would leave in clear (DESIGN section 6). */
  | 'personal_extern_id'
  /** Not an amount. */
  | 'not_a_number'
  /** Meta takes no negative customer value. */
  | 'negative_number';
