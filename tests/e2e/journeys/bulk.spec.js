// Many at once: a count first, then who was refused and why (interface.md, Staff).
import { actAs, eventually, expect, register, test } from '../support/desk.js';

// Registers two complaints about an outlet, and waits until both stand in its list.
async function two(page, say, unit, staff) {
  await actAs(page, say, 'e011');
  const numbers = [];
  for (let nth = 0; nth < 2; nth += 1) numbers.push((await register(page, say, { unit })).number);
  await actAs(page, say, staff);
  await page.goto(`/desk/lists/to_accept?under=${unit}`);
  for (const number of numbers) {
    await eventually(page, () => expect(page.locator('#rows').getByRole('link', { name: number })).toBeVisible({ timeout: 500 }));
  }
  return numbers;
}

const box = (page, number) => page.locator('#rows tr', { hasText: number }).getByRole('checkbox');

test('two orders are handed over at once, and the second time both are refused with their sentence', async ({ page, say, language }) => {
  test.slow();
  const numbers = await two(page, say, 'o011', 'e012');
  for (const number of numbers) await box(page, number).check();
  await page.locator('#rows').getByRole('button', { name: say('act.hand_over') }).click();
  await expect(page.getByRole('main')).toContainText(say('bulk.count').replace('{}', '2'));
  for (const number of numbers) await expect(page.getByRole('main')).toContainText(number);
  await page.locator('[name="unit"]').fill('b01');
  await page.locator('[name="reason"]').fill('e2e');
  const form = await page.locator('main form').evaluate((element) => new URLSearchParams(new FormData(element)).toString());
  await page.getByRole('main').getByRole('button', { name: say('act.hand_over') }).click();
  const told = say('bulk.done').replace('{}', '2').replace('{}', '2');
  await expect(page.getByRole('status').first()).toContainText(told);

  await test.step('the same form again does nothing twice', async () => {
    const again = await page.request.post('/desk/bulk', {
      headers: { origin: new URL(page.url()).origin, 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
      data: form,
    });
    expect(await again.text()).toContain(told);
    const { items } = await (await page.request.get('/routing/v1/orders?under=b01&limit=200')).json();
    for (const number of numbers) {
      const open = items.filter((order) => order.number === number && order.kind !== 'supervision');
      expect(open.length, `${number} has one open order`).toBe(1);
    }
  });

  await test.step('another form is refused for each, with its sentence', async () => {
    const other = new URLSearchParams(form);
    other.set('key', '01900000-0000-7000-8000-0000000000ff');
    const refused = await page.request.post('/desk/bulk', {
      headers: { origin: new URL(page.url()).origin, 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
      data: other.toString(),
    });
    expect(refused.status()).toBe(409);
    const text = await refused.text();
    expect(text).toContain(say('bulk.refused').replace('{}', '2'));
    for (const number of numbers) expect(text).toContain(number);
  });
});

test('papers of many orders are one page to print', async ({ page, say }) => {
  const numbers = await two(page, say, 'o012', 'd001');
  await page.getByRole('link', { name: say('bulk.all'), exact: true }).click();
  for (const number of numbers) await expect(box(page, number)).toBeChecked();
  await page.locator('#rows').getByRole('button', { name: say('act.print') }).click();
  await page.getByRole('main').getByRole('button', { name: say('act.print') }).click();
  for (const number of numbers) await expect(page.locator('article.paper', { hasText: number })).toBeVisible();
});

test('X chooses the line that J came to, and what is chosen stays while the list moves', async ({ page, say, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'plain pages have the browser\'s own keys');
  await actAs(page, say, 'd001');
  await page.goto('/desk/lists/to_accept');
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const first = page.locator('#rows tbody tr').first().getByRole('checkbox');
  await expect(first).toBeChecked();
  const moved = page.waitForResponse((response) => response.url().includes('/desk/lists/to_accept'));
  await page.evaluate(() => document.body.dispatchEvent(new Event('desk:changed')));
  await moved;
  await page.waitForTimeout(300);
  await expect(first).toBeChecked();
  await page.keyboard.press('x');
  await expect(first).not.toBeChecked();
});
