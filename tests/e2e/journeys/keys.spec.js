// The keyboard: single letters, the sheet, the palette; and nothing of it while somebody writes.
import { actAs, expect, test } from '../support/desk.js';

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'plain pages have the browser\'s own keys');

test('letters lead to rooms and lines, and the sheet names them', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.goto('/desk/figures');
  await page.locator('h1').click();
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/lists\/to_accept/);
  const lines = page.locator('#rows tbody th a');
  await page.keyboard.press('j');
  await expect(lines.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(lines.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: say('panel.title') })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: say('keys.title') });
  await expect(sheet).toContainText(say('desk.registration'));
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('/');
  await expect(page.locator('[name="under"]')).toBeFocused();
});

test('no letter does anything inside a field or while an input method composes', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.goto('/desk/lists/to_accept');
  await page.locator('[name="under"]').pressSequentially('n?jk');
  await expect(page.locator('[name="under"]')).toHaveValue('n?jk');
  await page.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', isComposing: true, bubbles: true }));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', ctrlKey: true, bubbles: true }));
  });
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(/lists\/to_accept/);
});

// A page that has just come may not listen to keys yet.
async function palette(page) {
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.locator('#palette-text')).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('the palette finds a room by its name and a complaint by its number', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.goto('/desk/lists/to_accept');
  const number = await page.locator('#rows tbody th a').first().innerText();
  await palette(page);
  await page.locator('#palette-text').fill(say('desk.figures'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/figures/);
  await palette(page);
  await page.locator('#palette-text').fill(number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
});

test('letters are switched off in the settings', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.locator('[name="letters"]').selectOption('off');
  await page.getByRole('button', { name: say('settings.keep') }).click();
  await expect(page.locator('[name="letters"]')).toHaveValue('off');
  await page.locator('h1').click();
  await page.keyboard.press('l');
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(/settings/);
});
