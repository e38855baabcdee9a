// The pictures of the README's tour, taken anew where HUIYIN_E2E_TOUR is set: small ones, of what a clerk sees first.
import { actAs, eventually, expect, give, register, test } from '../support/desk.js';

const folder = new URL('../../../services/desk/tour/', import.meta.url).pathname;

test('the tour shows register, list, case, figures, tracking', async ({ page, language, say }, testInfo) => {
  test.slow();
  const kept = Boolean(process.env.HUIYIN_E2E_TOUR);
  const picture = async (name) => {
    const file = `${name}-${language}.jpg`;
    // All of the Chinese tour, of the English one what shows most: they are in the repository for good.
    const wanted = kept && (language === 'zh' || /list|case/.test(name));
    const path = wanted ? `${folder}${file}` : testInfo.outputPath(file);
    const taken = await page.screenshot({ path, type: 'jpeg', quality: 60 });
    expect(taken.length, `${name} is small`).toBeLessThan(100 * 1024);
  };
  await page.setViewportSize({ width: 1280, height: 800 });
  await actAs(page, say, 'e011');
  await page.goto('/desk/register');
  await picture('1-register');
  const receipt = await register(page, say);
  await actAs(page, say, 'e012');
  await page.goto('/desk/lists/to_accept?under=o011');
  const line = page.getByRole('link', { name: receipt.number });
  await eventually(page, () => expect(line).toBeVisible({ timeout: 500 }));
  await line.click();
  await expect(page.getByRole('region', { name: say('panel.title') })).toBeVisible();
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
  await expect(page.getByRole('heading', { level: 2, name: receipt.number })).toBeVisible();
  await picture('5-track');
});
