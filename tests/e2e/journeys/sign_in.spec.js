// Signing in as staff do: the entrance, what was wanted, what was typed while the session ended, signing out.
import { expect, test } from '../support/desk.js';

test.use({ baseURL: process.env.HUIYIN_E2E_SIGNED });

async function signIn(page, say, password = process.env.HUIYIN_E2E_PASSWORD) {
  await page.locator('[name="staff"]').fill('e012');
  await page.locator('[name="password"]').fill(password);
  await page.getByRole('button', { name: say('sign_in.send') }).click();
}

test('who is not signed in comes to what they wanted through the entrance, and is out again at sign-out', async ({ page, say }) => {
  await page.goto('/desk/lists/overdue');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'));
  await expect(page.getByRole('navigation', { name: say('desk.rooms') })).toHaveCount(0);
  await signIn(page, say);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('queue.overdue'));
  await expect(page.getByRole('contentinfo')).toContainText('e012');
  await page.getByRole('button', { name: say('sign_in.out') }).click();
  await page.goto('/desk/lists/overdue');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'));
});

test('what was typed while the session ended comes back after sign-in, and is sent once', async ({ page, say }) => {
  await page.goto('/desk/register');
  await signIn(page, say);
  await page.locator('[name="channel"]').fill('visit');
  await page.locator('[name="unit"]').fill('o011');
  await page.locator('[name="complainant.name"]').fill(say('e2e.name'));
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  await page.context().clearCookies({ name: 'huiyin_session' });
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('status')).toHaveText(say('sign_in.kept'));
  await signIn(page, say);
  await expect(page.locator('[name="narrative"]')).toHaveValue(say('e2e.narrative'));
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('receipt.title'));
});

test('a session that ended says so on the page that lies open', async ({ page, say, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'a plain page does not move');
  await page.goto('/desk/lists/to_accept');
  await signIn(page, say);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('queue.to_accept'));
  await page.context().clearCookies({ name: 'huiyin_session' });
  await page.evaluate(() => document.body.dispatchEvent(new Event('desk:changed')));
  await expect(page.getByRole('status')).toContainText(say('live.over'));
  await expect(page.locator('#rows'), 'what was read stays').toBeVisible();
});
