export type SourceFaultCode =
  | 'missing'
  | 'unreadable'
  | 'folder'
  | 'empty'
  | 'binary'
  | 'changed'
  | 'cannot_resume'
  // Of workbooks
  | 'protected'
  | 'damaged'
  | 'too_large'
  | 'no_sheet';

/** Why a source cannot be used, in words for the person who chose it. */
export interface SourceFault {
  readonly code: SourceFaultCode;
  /** A sentence that names the source. */
  readonly message: string;
  /** A sentence that says what to do. */
  readonly remedy: string;
}

/** A source that cannot be used. `message` names it and ends with the remedy, so that it can be printed as it is. */
export class SourceError extends Error {
  readonly code: SourceFaultCode;
  readonly remedy: string;

  constructor(fault: SourceFault, options?: ErrorOptions) {
    super(`${fault.message} ${fault.remedy}`, options);
    this.name = 'SourceError';
    this.code = fault.code;
    this.remedy = fault.remedy;
  }
}

/** The file is no longer the one that was read in part, so its rows cannot be told apart from those already handed out. */
export class SourceChangedError extends SourceError {
  constructor(name: string) {
    super({
      code: 'changed',
      message: `${name} has changed since it was read in part.`,
      remedy: 'Start a new run to read it from the beginning.',
    });
    this.name = 'SourceChangedError';
  }
}

/** Translates an error of the file system; errors that are ours already, and an abort, pass unchanged. */
export function faultOf(error: unknown, name: string): unknown {
  if (error instanceof SourceError || !(error instanceof Error) || error.name === 'AbortError') return error;
  const systemCode = 'code' in error ? error.code : undefined;
  return new SourceError(describe(typeof systemCode === 'string' ? systemCode : error.name, name), { cause: error });
}

function describe(systemCode: string, name: string): SourceFault {
  switch (systemCode) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        code: 'missing',
        message: `${name} does not exist.`,
        remedy: 'Check the path, or export the list again.',
      };
    case 'EISDIR':
      return { code: 'folder', message: `${name} is a folder.`, remedy: 'Choose a CSV file inside it.' };
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'unreadable',
        message: `${name} may not be read by this user.`,
        remedy: 'Change its permissions, or copy it to a folder of your own.',
      };
    default:
      return {
        code: 'unreadable',
        message: `${name} cannot be read (${systemCode}).`,
        remedy: 'Check the disk or network drive, or copy the file to this computer.',
      };
  }
}

/** Nothing was found in it; `unreadableLines` of it could not be read. */
export function emptyFault(name: string, unreadableLines: number): SourceError {
  if (unreadableLines > 0) {
    return new SourceError({
      code: 'unreadable',
      message: `${name} has no readable line: a quote in it is never closed, or its lines are too long.`,
      remedy: 'Export the list again as CSV (UTF-8).',
    });
  }
  return new SourceError({
    code: 'empty',
    message: `${name} is empty.`,
    remedy: 'Export the list again and check that it has rows.',
  });
}
