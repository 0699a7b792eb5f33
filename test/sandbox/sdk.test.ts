import { createRequire } from 'node:module';

import { expect, test } from 'vitest';

import { newAudience, openSandbox, sha256 } from './open-sandbox.ts';

/** The part of Meta's own SDK that an audience tool uses; the package has no types. */
interface Sdk {
  readonly FacebookAdsApi: { init(token: string, locale: string, crashLog: boolean): unknown };
  readonly User: new (id: string) => { getAdAccounts(fields: string[], params: object): Promise<SdkCursor> };
  readonly AdAccount: new (id: string) => {
    createCustomAudience(fields: string[], params: object): Promise<SdkAudience>;
    getCustomAudiences(fields: string[], params: object): Promise<SdkCursor>;
  };
  readonly CustomAudience: new (id: string) => SdkAudience;
}
interface SdkCursor extends Array<{ readonly id: string }> {
  hasNext(): boolean;
  next(): Promise<SdkCursor>;
}
interface SdkAudience {
  readonly id: string;
  readonly name?: string;
  createUser(fields: string[], params: object): Promise<{ exportAllData(): unknown }>;
  deleteUsers(params: object): Promise<Readonly<Record<string, unknown>>>;
  get(fields: string[]): Promise<SdkAudience>;
  update(fields: string[], params: object): Promise<unknown>;
  delete(fields: string[]): Promise<unknown>;
}

const sdk: Sdk = createRequire(import.meta.url)('facebook-nodejs-business-sdk');

test('the official SDK pages accounts, creates, adds, removes and deletes', async () => {
  const t = await openSandbox();
  Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { configurable: true, get: () => t.sandbox.graphUrl });
  sdk.FacebookAdsApi.init(t.sandbox.accessToken, 'en_US', false);

  let page = await new sdk.User('me').getAdAccounts(['id', 'name'], { limit: 2 });
  const accounts = page.map(({ id }) => id);
  while (page.hasNext()) {
    page = await page.next();
    accounts.push(...page.map(({ id }) => id));
  }
  expect(accounts).toEqual(t.sandbox.accounts.map(({ id }) => id));

  const account = new sdk.AdAccount(t.healthy);
  const { id } = await account.createCustomAudience([], newAudience('From the SDK'));
  const audience = new sdk.CustomAudience(id);
  expect((await audience.get(['name'])).name).toBe('From the SDK');
  await audience.update([], { name: 'Renamed by the SDK' });
  expect((await account.getCustomAudiences(['name'], {})).map((one) => one.id)).toEqual([id]);

  const data = Array.from({ length: 300 }, (_, row) => [sha256(`${row}@example.com`), sha256(`name ${row}`)]);
  const payload = { schema: ['EMAIL', 'FN'], data };
  expect((await audience.createUser([], { payload })).exportAllData()).toMatchObject({
    audience_id: id,
    num_received: 300,
  });
  expect((await t.members(id)).count).toBe(300);
  expect(await audience.deleteUsers({ payload })).toMatchObject({ num_received: 300, num_invalid_entries: 0 });
  expect((await t.members(id)).count).toBe(0);

  await audience.delete([]);
  await expect(audience.get(['name'])).rejects.toMatchObject({ status: 400 });
});
