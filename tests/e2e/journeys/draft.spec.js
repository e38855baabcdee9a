// What is typed is kept on the server: with a script by itself, without one by a button.
import { actAs, expect, test } from '../support/desk.js';

// Each walk types as somebody else: its drafts are the only ones on their list.
const AUTHORS = {
  zh: ['e011', 'e021'],
  en: ['e012', 'e022'],
  'zh-plain': ['w011', 'w001'],
  'en-plain': ['w012', 'w002'],
};
const authors = () => AUTHORS[test.info().project.name];

test('a registration that was begun is found again, and is gone when it is registered', async ({ page, say, javaScriptEnabled }) => {
  await actAs(page, say, authors()[0]);
  if (javaScriptEnabled !== false) await page.clock.install();
  await page.goto('/desk/register');
  await page.locator('[name="channel"]').fill('visit');
  await page.locator('[name="unit"]').fill('o011');
  await page.locator('[name="complainant.name"]').fill(say('e2e.name'));
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  if (javaScriptEnabled === false) {
    await page.getByRole('button', { name: say('drafts.keep') }).click();
  } else {
    await page.clock.runFor(10_500);
    await expect(page.locator('#draft-said')).toContainText(say('drafts.said').split('{}')[0].trim());
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length), 'nothing stays in the browser').toBe(0);
    await page.goto('/desk/drafts');
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('drafts.title'));
  await expect(page.getByRole('main')).not.toContainText(say('e2e.narrative'));
  await page.getByRole('link', { name: say('drafts.go_on') }).first().click();
  await expect(page.locator('[name="narrative"]')).toHaveValue(say('e2e.narrative'));
  const draft = page.url();
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('receipt.title'));
  const again = await page.request.get(draft);
  expect(again.status(), 'what is registered is no draft').toBe(404);
});

test('a draft is seen by who wrote it alone, and can be discarded', async ({ page, say }) => {
  await actAs(page, say, authors()[1]);
  await page.goto('/desk/register');
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  await page.getByRole('button', { name: say('drafts.keep') }).click();
  const link = page.getByRole('link', { name: say('drafts.go_on') }).first();
  const draft = await link.getAttribute('href');
  await actAs(page, say, 'e003');
  expect((await page.request.get(draft)).status()).toBe(404);
  await actAs(page, say, authors()[1]);
  await page.goto('/desk/drafts');
  // Others of the same tests may keep drafts as well.
  const own = page.locator('tr', { has: page.locator(`a[href="${draft}"]`) });
  await own.getByRole('button', { name: say('drafts.discard') }).click();
  expect((await page.request.get(draft)).status()).toBe(404);
});
