import { first } from './001-first.ts';
import { underFire } from './002-under-fire.ts';
import { connections } from './003-connections.ts';
import { wizard } from './004-wizard.ts';
import { audienceHealth } from './005-audience-health.ts';
import { app } from './006-app.ts';

/** In order; the schema version is the number of migrations done. Forward only: never edit one that has shipped. */
export const migrations: readonly string[] = [first, underFire, connections, wizard, audienceHealth, app];
