// While somebody registers: what the complainant complained of before (R3.6), and what may be the same again (R3.11).
import { actAs, eventually, expect, register, test } from '../support/desk.js';

test('who complained before is recognised by telephone, and the look is recorded', async ({ page, say, javaScriptEnabled }, testInfo) => {
  const phone = `010 5551 ${String(1000 + testInfo.workerIndex * 97 + Math.floor(Math.random() * 9000)).slice(-4)}`;
  await actAs(page, say, 'e011');
  const { number } = await register(page, say, { 'complainant.phone': phone });
  await page.goto('/desk/register');
  await page.locator('[name="channel"]').fill('visit');
  await page.locator('[name="unit"]').fill('o011');
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  await page.locator('[name="complainant.phone"]').fill(phone.replaceAll(' ', '-'));
  const panel = page.locator('#known');
  if (javaScriptEnabled === false) await panel.getByRole('button', { name: say('known.ask') }).click();
  else await page.locator('[name="complainant.phone"]').blur();
  await expect(panel.getByRole('link', { name: number })).toBeVisible();
  await expect(panel).toContainText(say('known.maybe_same'));
  await expect(page.locator('[name="narrative"]'), 'what was typed stays').toHaveValue(say('e2e.narrative'));
  await expect(page.locator('[name="complainant.phone"]')).toHaveValue(phone.replaceAll(' ', '-'));
  await page.screenshot({ path: testInfo.outputPath('known.png'), fullPage: true });
  await page.goto(`/desk/complaints/${number}`);
  await eventually(page, () => expect(page.getByRole('main')).toContainText(say('event.looked'), { timeout: 500 }));
});
