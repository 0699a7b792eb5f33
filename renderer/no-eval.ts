import { config } from 'zod';

// Where it may, zod makes code of its schemas. The page's policy forbids that and reports each try, so it must be said before any schema is made.
config({ jitless: true });
