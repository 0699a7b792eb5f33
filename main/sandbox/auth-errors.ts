import { GraphError, type GraphErrorFields } from './errors.ts';

/** What can be wrong with a token that was fine once, beside its age; each has its subcode of 190. */
const tokenTroubles = {
  password_changed: [
    460,
    'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons',
  ],
  checkpoint: [459, 'You cannot access the app till you log in to www.facebook.com and follow the instructions given.'],
  app_removed: [458, 'The user has not authorized application 271828182845904.'],
  unconfirmed: [464, 'The user is not a confirmed user.'],
} as const;

/** What someone, or the control endpoint, has done to a token. */
export type TokenState = 'expired' | keyof typeof tokenTroubles;

export function isTokenState(name: unknown): name is TokenState {
  return name === 'expired' || (typeof name === 'string' && Object.hasOwn(tokenTroubles, name));
}

/** Code 104 is documented as a session error; this pairing with the text is from field knowledge, not from a recording. */
export function tokenMissing(): GraphError {
  return new GraphError({
    status: 400,
    message: 'An access token is required to request this resource.',
    code: 104,
    challenge: 'invalid_request',
  });
}

export function tokenInvalid(): GraphError {
  return refusedToken('Invalid OAuth access token - Cannot parse access token');
}

/** @param expiresAt @param now Unix milliseconds. Meta writes Pacific time; the exact spelling of our dates is invented. */
export function tokenExpired(expiresAt: number, now: number): GraphError {
  return refusedToken(
    `Error validating access token: Session has expired on ${new Date(expiresAt).toUTCString()}. The current time is ${new Date(now).toUTCString()}.`,
    463,
  );
}

export function tokenRefused(state: Exclude<TokenState, 'expired'>): GraphError {
  const [subcode, reason] = tokenTroubles[state];
  return refusedToken(`Error validating access token: ${reason}`, subcode);
}

/** The code is documented for malformed queries; the text is field knowledge. An app token names no person. */
export function personNeeded(): GraphError {
  return refused(2500, 'An active access token must be used to query information about the current user.');
}

/** Recorded for reads with a token that lacks the ads permissions. */
export function permissionsMissing(): GraphError {
  return refused(100, '(#100) Missing permissions');
}

/** Documented for writes without ads_management; the text is from an integrator's tests. */
export function managementMissing(): GraphError {
  return refused(
    294,
    'Missing permission. Please make sure you have ads_management permission and the application is included in the allowlist',
  );
}

/** Recorded for the owner of an ad account. */
export function businessManagementMissing(): GraphError {
  return refused(200, '(#200) Requires business_management permission to manage the object', { status: 403 });
}

/** Documented is that only the app and its developers may look into a token; text and code are field knowledge. */
export function notADeveloper(): GraphError {
  return refused(
    100,
    '(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
  );
}

/** Field knowledge, like its companion. */
export function proofWrong(): GraphError {
  return refused(100, 'Invalid appsecret_proof provided in the API argument', { type: 'GraphMethodException' });
}

export function proofMissing(): GraphError {
  return refused(100, 'API calls from the server require an appsecret_proof argument', {
    type: 'GraphMethodException',
  });
}

/** Recorded: the app setting "Native or desktop app?" is on and the call carries the secret. */
export function configuredAsDesktop(): GraphError {
  return refused(1, 'The request is invalid because the app is configured as a desktop app');
}

/** Field knowledge, both the texts and the code. */
export function clientUnknown(id: string | undefined): GraphError {
  return refused(
    101,
    id === undefined
      ? 'Missing client_id parameter.'
      : 'Error validating application. Cannot get application info due to a system error.',
  );
}

/** Field knowledge. */
export function secretWrong(isMissing: boolean): GraphError {
  return refused(1, isMissing ? 'Missing client_secret parameter.' : 'Error validating client secret.');
}

/** What can be wrong with a code. `used` was recorded, its subcode reported; the others are field knowledge. */
const codeTroubles = {
  unknown: [36_005, 'Invalid verification code format.'],
  expired: [36_007, 'This authorization code has expired.'],
  other_redirect: [
    36_008,
    'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
  ],
  used: [36_009, 'This authorization code has been used.'],
} as const;

export function codeRefused(trouble: keyof typeof codeTroubles): GraphError {
  const [subcode, message] = codeTroubles[trouble];
  return refused(100, message, { subcode, challenge: 'invalid_code' });
}

function refusedToken(message: string, subcode?: number): GraphError {
  return refused(190, message, { challenge: 'invalid_token', ...(subcode === undefined ? {} : { subcode }) });
}

function refused(code: number, message: string, more: Partial<GraphErrorFields> = {}): GraphError {
  return new GraphError({ status: 400, message, code, ...more });
}
