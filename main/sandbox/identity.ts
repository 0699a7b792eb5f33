import { person } from './accounts.ts';
import { missingParameter, tokenExpired, tokenInvalid, tokenMissing } from './errors.ts';
import { select } from './fields.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

const scopes = ['ads_management', 'ads_read', 'business_management', 'public_profile'];

/** Invented. */
const app = { id: '271828182845904', name: 'Muster sandbox' };

const dataAccessMs = 90 * 24 * 3600 * 1000;

/** Throws the token error that Meta would answer, if any. */
export function checkToken({ token, now }: World, given: string | undefined): void {
  if (given === undefined) throw tokenMissing();
  if (given !== token.value) throw tokenInvalid();
  if (now() >= token.expiresAt) throw tokenExpired(token.expiresAt, now());
}

/** `GET /me`. */
export function readPerson(call: GraphCall): unknown {
  return select(
    {
      type: 'User',
      unset: new Set(['email', 'first_name', 'last_name', 'middle_name', 'name_format', 'picture', 'short_name']),
      defaults: ['name', 'id'],
      values: { id: () => person.id, name: () => person.name },
    },
    text(call.params, 'fields'),
  );
}

/** `GET /me/permissions`. */
export function listPermissions(): unknown {
  return { data: scopes.map((permission) => ({ permission, status: 'granted' })) };
}

/** `GET /debug_token`. Times are Unix seconds. What it says of a foreign token is field knowledge, not documented. */
export function debugToken({ token, now }: World, call: GraphCall): unknown {
  const given = text(call.params, 'input_token');
  if (given === undefined) throw missingParameter('input_token');
  if (given !== token.value) {
    const { code, message } = tokenInvalid().fields;
    return { data: { error: { code, message }, is_valid: false, scopes: [] } };
  }
  return {
    data: {
      app_id: app.id,
      type: 'USER',
      application: app.name,
      data_access_expires_at: seconds(token.issuedAt + dataAccessMs),
      expires_at: seconds(token.expiresAt),
      is_valid: now() < token.expiresAt,
      issued_at: seconds(token.issuedAt),
      scopes,
      granular_scopes: scopes.filter((scope) => scope !== 'public_profile').map((scope) => ({ scope })),
      user_id: person.id,
    },
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
