import type { Key } from '../keys.ts';
import { normaliseAmount } from './amount.ts';
import { normaliseBirthDay, normaliseBirthMonth, normaliseBirthYear } from './birth-parts.ts';
import { normaliseCity } from './city.ts';
import type { RowContext } from './context.ts';
import { normaliseCountry } from './country.ts';
import { normaliseDeviceId } from './device-id.ts';
import { normaliseEmail } from './email.ts';
import { normaliseExternId } from './extern-id.ts';
import { normaliseGender } from './gender.ts';
import { normaliseInitial, normaliseName } from './name.ts';
import { normalisePhone } from './phone.ts';
import { normalisePostalCode } from './postal-code.ts';
import type { Normalised } from './result.ts';
import { normaliseState } from './state.ts';

export type { RowContext } from './context.ts';
export type { Normalised } from './result.ts';

const RULES: Readonly<Record<Key, (raw: string, context: RowContext) => Normalised>> = {
  EMAIL: normaliseEmail,
  PHONE: (raw, context) => normalisePhone(raw, context.country),
  FN: normaliseName,
  LN: normaliseName,
  FI: normaliseInitial,
  GEN: normaliseGender,
  DOBY: normaliseBirthYear,
  DOBM: normaliseBirthMonth,
  DOBD: normaliseBirthDay,
  CT: normaliseCity,
  ST: normaliseState,
  ZIP: normalisePostalCode,
  COUNTRY: normaliseCountry,
  MADID: normaliseDeviceId,
  EXTERN_ID: normaliseExternId,
  LOOKALIKE_VALUE: normaliseAmount,
};

/**
 * The form in which Meta compares a value of this key, before hashing. `raw` is the cell as the file has it. Meta's documents decide where they speak
 * (meta-api.md 8.1); where they contradict each other, the choices of peers.md section 4.
 */
export function normalise(key: Key, raw: string, context: RowContext): Normalised {
  return RULES[key](raw, context);
}
