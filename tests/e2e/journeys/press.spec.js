// A unit above presses for a result by its own word, and the unit answers (R4.7); a file comes with the complaint (R3.3).
import { actAs, eventually, expect, give, register, test } from '../support/desk.js';

test('the branch presses, the outlet answers, and the paper says both', async ({ page, say }, testInfo) => {
  test.slow();
  await actAs(page, say, 'e011');
  const { number } = await register(page, say);
  // Whoever works in the branch above the outlet.
  await actAs(page, say, 'd001');
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await give(page, say, number, 'supervise', { asks: say('e2e.narrative'), due: day });
  await page.screenshot({ path: testInfo.outputPath('pressed.png'), fullPage: true });
  await actAs(page, say, 'e012');
  await give(page, say, number, 'answer_supervision', { answer: say('e2e.facts') });
  await eventually(page, () => expect(page.getByText(say('order_stage.done')).first()).toBeVisible({ timeout: 500 }));
  // Other rows name it too: the order that is pressed by its form, the notice by what it told.
  const kind = page.getByRole('rowheader', { name: say('order_kind.supervision'), exact: true });
  const row = page.getByRole('row').filter({ has: kind });
  await row.getByRole('link', { name: say('paper.print') }).click();
  await expect(page.getByRole('article')).toContainText(say('e2e.narrative'));
  await expect(page.getByRole('article')).toContainText(say('e2e.facts'));
});

test('a file is added at the desk and by the complainant, and saved for a purpose', async ({ page, say }) => {
  test.slow();
  await actAs(page, say, 'e011');
  const { number, code } = await register(page, say);
  await page.goto(`/desk/complaints/${number}/attachments`);
  const file = (name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`of ${name} ${number}`) });
  await page.locator('[name="file"]').setInputFiles(file('counter.txt'));
  await page.getByRole('button', { name: say('attachments.add') }).click();
  await expect(page.getByRole('status')).toHaveText(say('attachments.added'));
  await page.goto('/desk/track');
  await page.locator('[name="number"]').fill(number);
  await page.locator('[name="receipt_code"]').fill(code);
  await page.getByRole('button', { name: say('track.open') }).click();
  await page.locator('[name="file"]').setInputFiles(file('home.txt'));
  await page.getByRole('button', { name: say('track.file'), exact: true }).click();
  await expect(page.getByRole('status')).toHaveText(say('track.file_added'));
  await page.goto(`/desk/complaints/${number}/attachments`);
  await expect(page.getByRole('article')).toHaveCount(2);
  const first = page.getByRole('article').first();
  await first.locator('[name="purpose"]').fill(say('e2e.purpose'));
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    first.getByRole('button', { name: say('evidence.save') }).click(),
  ]);
  expect(await saved.failure()).toBe(null);
});
