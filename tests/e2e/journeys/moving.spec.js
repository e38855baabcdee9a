// What pages do beyond what plain ones do: the filter without a new page, the complaint beside its list, lists that move by themselves.
import { actAs, expect, register, test } from '../support/desk.js';

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'plain pages are walked by the other journeys');

// A page that was loaded anew has lost this mark.
async function mark(page) {
  await page.evaluate(() => {
    globalThis.marked = true;
  });
}

const isMarked = (page) => page.evaluate(() => globalThis.marked === true);

test('a complaint that is registered elsewhere appears in an open list, and moves no focus', async ({ page, browser, baseURL, language, say }) => {
  await actAs(page, say, 'e012');
  await page.goto('/desk/lists/to_accept?under=o011');
  await mark(page);
  await page.locator('[name="under"]').focus();
  const elsewhere = await browser.newContext({ baseURL, locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
  const counter = await elsewhere.newPage();
  await actAs(counter, say, 'e011');
  const { number } = await register(counter, say);
  await elsewhere.close();
  await expect(page.getByRole('link', { name: number })).toBeVisible({ timeout: 20_000 });
  expect(await isMarked(page), 'the page was not loaded again').toBe(true);
  await expect(page.locator('[name="under"]')).toBeFocused();
});

test('a complaint opens beside its list, and Escape goes back to its line', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.goto('/desk/lists/to_accept');
  await mark(page);
  const line = page.locator('#rows tbody th a').first();
  const number = await line.innerText();
  await line.click();
  const panel = page.getByRole('region', { name: say('panel.title') });
  await expect(panel.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(panel).toBeFocused();
  await expect(panel.getByRole('link', { name: say('panel.open') })).toHaveAttribute('href', new RegExp(number));
  expect(await isMarked(page)).toBe(true);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(line).toBeFocused();

  await page.setViewportSize({ width: 800, height: 900 });
  await line.click();
  await expect(page).toHaveURL(new RegExp(number));
});

test('the filter changes the list and the address, and the way back leads back', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  await page.goto('/desk/lists/overdue');
  await mark(page);
  await page.locator('[name="under"]').fill('b02');
  await page.getByRole('button', { name: say('list.show') }).click();
  await expect(page).toHaveURL(/under=b02/);
  expect(await isMarked(page)).toBe(true);
  await expect(page.locator('#tabs a').first()).toHaveAttribute('href', /under=b02/);
  await expect(page.locator('#languages a')).toHaveAttribute('href', /under=b02/);
  await page.goBack();
  await expect(page).not.toHaveURL(/under=b02/);
});

test('the clock in the foot is the server\'s', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  const told = page.waitForResponse((response) => response.url().endsWith('/desk/live'));
  await page.goto('/desk/figures');
  expect((await told).headers()['content-type']).toContain('text/event-stream');
  await expect(page.locator('#clock')).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
});
