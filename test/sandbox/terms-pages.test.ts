import { expect, test } from 'vitest';

import { openBrowser, type Browser, type Page } from './browser.ts';
import { openSandbox, type OpenSandbox } from './open-sandbox.ts';

const business = '/ads/manage/customaudiences/tos/';
const personal = '/ads/manage/customaudiences/tos.php';
const valueBased = '/customaudiences/value_based/tos.php';

interface Setup extends OpenSandbox {
  readonly browser: Browser;
  /** What the admin, or anybody, has accepted. */
  accepted(act: string): Promise<readonly unknown[]>;
}

/** A sandbox with a browser in which a person is logged in. */
async function setup(person?: string): Promise<Setup> {
  const t = await openSandbox();
  const browser = openBrowser(t.sandbox.graphUrl);
  if (person !== undefined) await browser.submit(await browser.open('/login'), { person });
  return {
    ...t,
    browser,
    async accepted(act) {
      const { body } = await t.get(`/${act}?fields=tos_accepted,user_tos_accepted`);
      return [body['tos_accepted'], body['user_tos_accepted']];
    },
  };
}

const number = (act: string) => act.slice('act_'.length);
const role = ({ html }: Page) =>
  / role="status">\s*(.*?)\s*<\/p>/s.exec(html)?.[1]?.replaceAll(/\s+/g, ' ') ?? 'no status';

test('a browser without a login asks who is there, then shows for whom that person signs', async () => {
  const t = await setup();
  const login = await t.browser.open(`${business}?act=${number(t.noTerms)}`);
  expect(login.title).toBe('SANDBOX: Log in');
  const page = await t.browser.submit(login, { person: 'admin' });
  expect([page.title, page.path]).toEqual(['SANDBOX: Custom Audience terms', `${business}?act=${number(t.noTerms)}`]);
  expect(page.html).toMatch(/<strong>North Wind Cycles \(sandbox\) \(517203948610275\)<\/strong>/);
  expect(page.html).toMatch(/ selected>\s*North Wind Cycles: North Wind Cycles \(sandbox\), 718293046551827/);
});

test('Accept signs for the business, Decline for nobody', async () => {
  const t = await setup('admin');
  const page = await t.browser.open(`${business}?act=${number(t.noTerms)}&business_id=517203948610275`);
  expect(role(await t.browser.submit(page, { choice: 'decline' }))).toBe('Declined. Nothing was accepted.');
  expect(await t.accepted(t.noTerms)).toEqual([{ web_custom_audience_tos: 1 }, undefined]);
  expect(role(await t.browser.submit(page, { choice: 'accept' }))).toBe(
    'Accepted by Sam Sandbox for North Wind Cycles (sandbox) (517203948610275).',
  );
  expect(await t.accepted(t.noTerms)).toEqual([
    { web_custom_audience_tos: 1, custom_audience_tos: 1 },
    { custom_audience_tos: 1 },
  ]);
});

test('value-based terms are signed for one ad account', async () => {
  const t = await setup('admin');
  const page = await t.browser.open(`${valueBased}?act=${number(t.limited)}&business_id=281947365019283`);
  await t.browser.submit(page, { choice: 'accept' });
  const value = { value_based_custom_audience_tos: 1 };
  expect(await t.accepted(t.limited)).toEqual([
    { web_custom_audience_tos: 1, custom_audience_tos: 1, ...value },
    { custom_audience_tos: 1, ...value },
  ]);
});

test('a personal ad account is signed for on the personal page only, and stays without a business', async () => {
  const t = await setup('admin');
  const act = `?act=${number(t.noBusiness)}`;
  expect((await t.browser.open(business + act)).html).toContain('in no business portfolio');
  await t.browser.submit(await t.browser.open(personal + act), { choice: 'accept' });
  expect(await t.accepted(t.noBusiness)).toEqual([{ custom_audience_tos: 1 }, { custom_audience_tos: 1 }]);
});

test.each([
  ['employee', (t: Setup) => `?act=${number(t.noTerms)}`, 403, 'has no role on the ad account'],
  ['system_user', (t: Setup) => `?act=${number(t.healthy)}`, 403, 'A system user cannot sign'],
  ['admin', () => '?act=1', 404, 'There is no ad account 1'],
  ['admin', (t: Setup) => `?act=${number(t.healthy)}&business_id=1`, 400, 'is not in the business 1'],
])('the %s cannot sign what is not theirs to sign (%#)', async (person, query, status, text) => {
  const t = await setup(person);
  const page = await t.browser.open(business + query(t));
  expect([page.status, page.html.replaceAll(/\s+/g, ' ').includes(text), / value="accept"/.test(page.html)]).toEqual([
    status,
    true,
    false,
  ]);
});

test('the employee signs for themself only', async () => {
  const t = await setup('employee');
  await t.control('DELETE', '/terms', { act: t.healthy });
  const page = await t.browser.open(`${business}?act=${number(t.healthy)}`);
  expect(role(await t.browser.submit(page, { choice: 'accept' }))).toMatch('Accepted by Robin Roe for Harbour Bakery');
  expect((await t.accepted(t.healthy))[1]).toBeUndefined();
});

test('the admin gives the employee ADVERTISE on the page of business settings, the employee cannot', async () => {
  const t = await setup('admin');
  const path = `/settings/ad-accounts?business_id=281947365019283&act=${number(t.healthy)}`;
  const page = await t.browser.open(path);
  expect(page.html).toContain('aria-label="Give ADVERTISE to Robin Roe on Harbour Bakery"');
  const other = openBrowser(t.sandbox.graphUrl);
  await other.submit(await other.open('/login'), { person: 'employee' });
  const seen = await other.open(path);
  expect(seen.html).not.toContain('<form');
  expect((await other.submit(page, {})).status).toBe(403);
  const given = await t.browser.submit(page, {});
  expect(given.html).toMatch(/Robin Roe: <strong>DRAFT, ANALYZE, ADVERTISE<\/strong>/);
  expect((await other.open('/settings/ad-accounts?business_id=517203948610275')).status).toBe(403);
});
