// A file that came with a complaint: sent from its page, which tells how far it has come, and listed with its fingerprint (R3.3).
import { createHash } from 'node:crypto';

import { actAs, expect, register, test } from '../support/desk.js';

test('a file is sent from the complaint\'s page and listed with its fingerprint', async ({ page, say, javaScriptEnabled }) => {
  await actAs(page, say, 'e011');
  const { number } = await register(page, say);
  const buffer = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 << 20, number)]);
  await page.goto(`/desk/complaints/${number}/attachments`);
  const bar = page.locator('progress');
  await expect(bar).toBeHidden();
  await page.locator('[name="file"]').setInputFiles({ name: 'canary.pdf', mimeType: 'application/pdf', buffer });
  if (javaScriptEnabled) {
    // What the bar came to, looked at while the page is still the one that sends.
    await page.evaluate(() => {
      const bar = document.querySelector('progress');
      new MutationObserver(() => { document.title = `sent ${bar.value}`; }).observe(bar, { attributes: true });
    });
  }
  await page.getByRole('button', { name: say('attachments.add') }).click();
  const fingerprint = createHash('sha256').update(buffer).digest('hex');
  await expect(page.locator('article code')).toHaveText(fingerprint);
  if (javaScriptEnabled) expect(await page.title(), 'the bar came to its end').toBe('sent 1');
});

test('what is no file is refused beside its field', async ({ page, say }) => {
  await actAs(page, say, 'e011');
  const { number } = await register(page, say);
  await page.goto(`/desk/complaints/${number}/attachments`);
  await page.locator('[name="file"]').setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
  await page.getByRole('button', { name: say('attachments.add') }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('article code')).toHaveCount(0);
});
