import manifest from '../package.json' with { type: 'json' };

/** Muster's own version. */
export const VERSION: string = manifest.version;
