/** By name: an error of an engine that runs in another thread has lost its class on the way. */
const FOR_USERS: ReadonlySet<string> = new Set([
  'CommandError',
  'UsageError',
  'ReadFault',
  'UnsafeTargetError',
  'NewerSchemaError',
  'KeyFileError',
  'KeyringError',
  'DamagedError',
]);

/** What to tell the user about a failure that the user can mend; null when it is a bug of Muster. */
export function failureText(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (FOR_USERS.has(error.name)) return error.message;
  if (error.name === 'SqliteError' && 'code' in error) {
    if (/^SQLITE_(BUSY|LOCKED)/.test(String(error.code)))
      return 'Another program has locked the database of the data folder, for example a backup tool. Try again when it is done.';
    const isOurs = /^SQLITE_(NOTADB|CORRUPT|CANTOPEN|READONLY|FULL|IOERR|PERM)/.test(String(error.code));
    return isOurs ? `The data folder cannot be used: ${error.message}. Choose another one with --data.` : null;
  }
  return 'path' in error && 'code' in error && typeof error.path === 'string' && typeof error.code === 'string'
    ? `${error.path} cannot be used: ${reasonOf(error.code)}. Choose another data folder with --data.`
    : null;
}

function reasonOf(code: string): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'it is a file where a folder is needed';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return code;
  }
}
