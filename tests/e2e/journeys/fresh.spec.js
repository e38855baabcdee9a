// An open screen is not enough to see who complained: who signed in long ago (here a minute) shows again who they are, and goes on.
import { inBothThemes } from '../support/axe.js';
import { expect, test } from '../support/desk.js';
import { newcomer, signIn, signed } from '../support/signed.js';

test.use({ baseURL: signed });

test('who signed in long ago signs in again before they see who complained, and what they typed goes on', async ({ page, say }, testInfo) => {
  test.skip(testInfo.project.name.endsWith('-plain'), 'it waits for a minute: once in each language');
  test.setTimeout(180_000);
  const { code, password } = await newcomer(page, say, testInfo, 'fresh', ['o011']);
  await page.goto('/desk/');
  await page.locator('#rows tbody th a').first().click();
  const complaint = new URL(page.url()).pathname;
  await page.waitForTimeout(61_000);
  const address = complaint.startsWith('/desk/complaints/') ? complaint : await page.locator('#rows tbody th a').first().getAttribute('href');
  await page.goto(`${address.split('?')[0]}/look`);
  await page.locator('[name="purpose"]').fill(say('e2e.purpose'));
  await page.getByRole('main').getByRole('button').first().click();
  await expect(page.getByRole('alert')).toHaveText(say('sign_in.stale'));
  await page.screenshot({ path: `artefacts/fresh-${testInfo.project.name}.png`, fullPage: true });
  await inBothThemes(page, expect);
  await expect(page.locator('[name="staff"]'), 'they are asked, and nobody else').toHaveValue(code);
  await signIn(page, say, code, { password });
  await expect(page.locator('[name="purpose"]')).toHaveValue(say('e2e.purpose'));
  await page.getByRole('main').getByRole('button').first().click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(say('look.title'));
});
