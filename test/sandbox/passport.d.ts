/** The part of these untyped packages that the test uses. */
declare module 'passport-facebook' {
  interface Profile {
    readonly id: string;
    readonly displayName: string;
  }
  type Verify = (
    accessToken: string,
    refreshToken: string | undefined,
    profile: Profile,
    done: (error: unknown, user: object) => void,
  ) => void;
  export type Strategy = object;
  export const Strategy: new (options: Readonly<Record<string, unknown>>, verify: Verify) => Strategy;
}

declare module 'passport' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  import type { Strategy } from 'passport-facebook';

  type Told = (error: unknown, user: object | false | null, info?: unknown) => void;
  export class Passport {
    use(strategy: Strategy): this;
    authenticate(
      name: string,
      options: Readonly<Record<string, unknown>>,
      told?: Told,
    ): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
  }
}
