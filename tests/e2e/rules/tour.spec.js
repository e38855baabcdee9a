// The pictures of the README's tour, taken anew where HUIYIN_E2E_TOUR is set: small ones, of what a clerk sees first.
import { actAs, eventually, expect, give, register, test } from '../support/desk.js';

const folder = new URL('../../../services/desk/tour/', import.meta.url).pathname;

test('the tour shows register, list, case, figures, tracking', async ({ page, language, say }) => {
  test.skip(!process.env.HUIYIN_E2E_TOUR || language !== 'zh', 'taken when asked for');
  await page.setViewportSize({ width: 1100, height: 720 });
  const picture = async (name) => {
    const taken = await page.screenshot({ path: `${folder}${name}.png`, style: 'time { color: inherit }' });
    expect(taken.length, `${name} is small`).toBeLessThan(100 * 1024);
  };
  await actAs(page, say, 'e011');
  await page.goto('/desk/register');
  await picture('1-register');
  const receipt = await register(page, say);
  await actAs(page, say, 'e012');
  await page.goto('/desk/lists/to_accept');
  await eventually(page, () => expect(page.getByRole('link', { name: receipt.number })).toBeVisible({ timeout: 500 }));
  await picture('2-list');
  await give(page, say, receipt.number, 'accept_order');
  await picture('3-case');
  await actAs(page, say, 'd001');
  await page.goto('/desk/figures?by=class');
  await picture('4-figures');
  await page.goto('/desk/track');
  await page.locator('[name="number"]').fill(receipt.number);
  await page.locator('[name="receipt_code"]').fill(receipt.code);
  await page.getByRole('button', { name: say('track.open') }).click();
  await picture('5-track');
});
