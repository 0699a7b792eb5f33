/**
 * How Graph says no. Where a text or status was recorded or documented, the function says nothing more; what we had to make up is
 * marked "Invented", so that nobody builds on its wording.
 */
export interface GraphErrorFields {
  readonly status: number;
  readonly message: string;
  readonly type?: 'OAuthException' | 'GraphMethodException';
  readonly code: number;
  readonly subcode?: number;
  readonly isTransient?: boolean;
  readonly title?: string;
  readonly userMessage?: string;
  /** The third word of `WWW-Authenticate`. */
  readonly challenge?: string;
}

/** Thrown by whatever answers a call; the dispatcher turns it into an envelope. */
export class GraphError extends Error {
  readonly fields: GraphErrorFields;
  constructor(fields: GraphErrorFields) {
    super(fields.message);
    this.fields = fields;
  }
}

/** The body of an error answer, keys in the recorded order. */
export function envelope(fields: GraphErrorFields, traceId: string): unknown {
  return {
    error: {
      message: fields.message,
      type: fields.type ?? 'OAuthException',
      code: fields.code,
      error_subcode: fields.subcode,
      is_transient: fields.isTransient,
      error_user_title: fields.title,
      error_user_msg: fields.userMessage,
      fbtrace_id: traceId,
    },
  };
}

/** 100 without subcode: the caller sent something wrong. `Missing parameter(s)` is recorded; other texts are invented. */
export function invalidParameter(text: string): GraphError {
  return new GraphError({ status: 400, message: `(#100) ${text}`, code: 100 });
}

export function missingParameter(name: string): GraphError {
  return invalidParameter(`Missing parameter(s): ${name}`);
}

/** A missing, deleted or foreign object and an operation it does not know all look like this. */
export function unsupported(method: string, id: string): GraphError {
  return new GraphError({
    status: 400,
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    type: 'GraphMethodException',
    code: 100,
    subcode: 33,
  });
}

/** Code 2635 is documented for old versions; the text, and the same answer to an unversioned path, are invented. */
export function versionRefused(asked: string | undefined): GraphError {
  const what = asked === undefined ? 'Calls without a version' : `Version ${asked}`;
  return new GraphError({
    status: 400,
    message: `(#2635) ${what} cannot be answered. Please use v26.0.`,
    code: 2635,
  });
}

/** Since v26.0, for every version. An HTTP 500 that is permanent. */
export function idsRemoved(): GraphError {
  return new GraphError({ status: 500, message: 'The ids query parameter is deprecated in v26.0+.', code: 100 });
}

export function termsNotAccepted(): GraphError {
  return new GraphError({
    status: 400,
    message: 'Permissions error',
    code: 200,
    subcode: 1870090,
    isTransient: false,
    title: 'Custom Audience Terms Not Accepted',
    userMessage: 'To create or edit audience or ad set, please agree to the Custom Audience terms.',
  });
}

/** The subcode is documented for value-based audiences without the Business Tools terms; title and text are invented. */
export function valueTermsNotAccepted(): GraphError {
  return new GraphError({
    status: 400,
    message: 'Permissions error',
    code: 200,
    subcode: 1870092,
    isTransient: false,
    title: 'Meta Business Tools Terms Not Accepted',
    userMessage: 'To create a value-based audience, please agree to the Meta Business Tools terms.',
  });
}

/** Code and subcode are documented; the texts for people are invented. */
export function notInBusiness(): GraphError {
  return new GraphError({
    status: 400,
    message: 'Permissions error',
    code: 200,
    subcode: 1870050,
    isTransient: false,
    title: 'Ad Account Not In A Business Portfolio',
    userMessage: 'To use customer list custom audiences, this ad account must belong to a business portfolio.',
  });
}

/** Invented: no source shows what a write to a disabled or closed ad account answers. A permission error is what people report of ads. */
export function accountClosed(accountId: string, state: string): GraphError {
  return new GraphError({
    status: 403,
    message: `(#200) The ad account ${accountId} is ${state.replace('_', ' ')} and cannot be changed (sandbox wording)`,
    code: 200,
  });
}

/** Recorded for a person without a role that may write. */
export function cannotUpdate(audienceId: string): GraphError {
  return new GraphError({
    status: 403,
    message: `(#200) The current user can not update audience ${audienceId}`,
    code: 200,
  });
}

/** Documented for a person without write permission on the ad account; the title for people is invented. */
export function cannotCreate(): GraphError {
  return new GraphError({
    status: 400,
    message: '(#2654) Failed to create custom audience',
    code: 2654,
    subcode: 1713092,
    title: 'No Write Permission',
    userMessage: 'You do not have permission to create audiences in this ad account.',
  });
}

/** The code is documented for failed creation; that the 500-audience limit answers so is invented. */
export function tooManyAudiences(limit: number): GraphError {
  return new GraphError({
    status: 400,
    message: '(#2654) Failed to create custom audience',
    code: 2654,
    title: 'Too Many Custom Audiences',
    userMessage: `This ad account already has ${limit} customer list custom audiences. Delete one before creating another.`,
  });
}

/** Reported for uploads of more than 10,000 rows; the HTTP status is what code 1 answers elsewhere. */
export function tooManyRows(): GraphError {
  return new GraphError({ status: 500, message: 'An unknown error occurred', code: 1, subcode: 99 });
}

/** Raised on removal as well. */
export function valueRequired(): GraphError {
  return invalidParameter('Value-Based Custom Audience requires LOOKALIKE_VALUE attribute.');
}

/** Recorded in 2021; whether the guard is still there is not known, so here it is a fault to be switched on. */
export function lowSize(): GraphError {
  return new GraphError({
    status: 400,
    message: 'Permissions error',
    code: 200,
    subcode: 1870047,
    isTransient: false,
    title: 'Audience Size too Low',
    userMessage: 'You cannot remove users from this audience because it will result in a low audience size.',
  });
}

/** An audience that was flagged for what its name or description suggests takes no people. Documented; the status is assumed. */
export function uploadBlocked(): GraphError {
  return new GraphError({
    status: 400,
    message: 'Invalid parameter',
    code: 100,
    subcode: 1713230,
    title: 'Audience Upload Blocked',
    userMessage:
      'Before updating user memberships, you must resolve integrity restrictions on this Data File Custom Audience. Go to Audience Manager to appeal the restrictions or create a new audience with updated data',
  });
}

/** The hour's calls are used up. 80003 is composed after the recorded 80004. */
export function tooManyCalls(useCase: 'ads_management' | 'custom_audience'): GraphError {
  const code = useCase === 'custom_audience' ? 80_003 : 80_004;
  return new GraphError({
    status: 400,
    message: `(#${code}) There have been too many calls to this ad-account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.`,
    code,
    subcode: 2_446_079,
  });
}

/** The account's score is used up. Both codes are documented for it; which one a read or a write meets is invented. */
export function scoreUsedUp(call: 'read' | 'write'): GraphError {
  return call === 'write'
    ? new GraphError({
        status: 400,
        message: '(#613) Calls to this api have exceeded the rate limit.',
        code: 613,
        subcode: 1_487_742,
      })
    : new GraphError({ status: 400, message: '(#17) User request limit reached', code: 17, subcode: 2_446_079 });
}

/** Titles and texts as documented; the message and the status are composed. */
const replaceTroubles = {
  running: [
    1_870_145,
    'Audience Update In Progress',
    'You can\'t replace a customer list custom audience that is in the process of being updated. Wait for the audience availability to become "Normal" and try again.',
  ],
  timed_out: [
    1_870_158,
    'Replace Session Timed Out',
    "You've reached the 90-minute time limit for your replace batch session.",
  ],
  no_first_batch: [
    1_870_147,
    'Invalid Upload Batch for Replace',
    'The first batch_seq was not detected. You must start your batch_seq at integer 1.',
  ],
  finished: [
    1_870_159,
    'Replace Session Finished',
    'This replace operation is already finished because you uploaded a batch with last_batch_flag==true.',
  ],
  went_wrong: [1_870_148, 'Something Went Wrong', 'Your customer list was not fully updated.'],
  too_big: [
    1_870_144,
    'DFCA Size Not Supported For Replace',
    "You can't replace a customer list customer audience that has a size of 100 million or more.",
  ],
} as const;

/** What can go wrong with a replacement: 2650, told apart by the subcode. */
export function replaceError(trouble: keyof typeof replaceTroubles): GraphError {
  const [subcode, title, userMessage] = replaceTroubles[trouble];
  return new GraphError({
    status: 400,
    message: '(#2650) Failed to update the custom audience',
    code: 2650,
    subcode,
    isTransient: false,
    title,
    userMessage,
  });
}
