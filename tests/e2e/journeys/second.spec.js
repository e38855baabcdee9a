// The codes of an authenticator: set up, asked for at the door, each good once.
import { inBothThemes } from '../support/axe.js';
import { expect, test } from '../support/desk.js';
import { newcomer, signIn, signOut, signed, totp } from '../support/signed.js';

test.use({ baseURL: signed });

test('a second factor is set up with its letters, and from then on the password alone lets nobody in', async ({ page, say, javaScriptEnabled }, testInfo) => {
  test.slow();
  const { code: staff, password } = await newcomer(page, say, testInfo, 'second', ['o011']);
  await page.goto('/desk/second-factor');
  await page.getByRole('button', { name: say('second.begin') }).click();
  await expect(page.getByRole('img', { name: say('second.qr') })).toBeVisible();
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await page.screenshot({ path: `artefacts/second-factor-${testInfo.project.name}.png`, fullPage: true });
  const letters = await page.locator('main code').innerText();
  await page.locator('[name="code"]').fill('000000');
  await page.getByRole('button', { name: say('second.confirm') }).click();
  await expect(page.getByRole('alert')).toHaveText(say('second.wrong'));
  await page.locator('[name="code"]').fill(totp(letters));
  await page.getByRole('button', { name: say('second.confirm') }).click();
  await expect(page.getByRole('status')).toHaveText(say('second.done'));
  const recovery = await page.locator('main li code').allInnerTexts();
  expect(recovery).toHaveLength(10);
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await signOut(page, say);
  await page.goto('/desk/lists/overdue');
  await signIn(page, say, staff, { password });
  await expect(page.getByRole('alert')).toHaveText(say('sign_in.wrong'));
  // The code that confirmed it is used: the next one serves, which the desk takes half a minute early.
  await signIn(page, say, staff, { password, code: totp(letters, Date.now() + 30_000) });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('queue.overdue'));
  await signOut(page, say);
  await page.goto('/desk/second-factor');
  await signIn(page, say, staff, { password, code: recovery[0] });
  await expect(page.getByRole('main')).toContainText(`${say('second.left')} 9`);
  if (javaScriptEnabled) await inBothThemes(page, expect);
});
