// The complainant's own page: number and receipt code, no account (R3.3, R5.6, R3.11, R3.12).
import { inBothThemes } from '../support/axe.js';
import { actAs, answer, eventually, expect, register, test } from '../support/desk.js';

async function open(page, say, { number, code }) {
  await page.locator('[name="number"]').fill(number);
  await page.locator('[name="receipt_code"]').fill(code);
  await page.getByRole('button', { name: say('track.open') }).click();
}

test('a complainant follows the complaint, adds to it and withdraws it', async ({ page, say }) => {
  await actAs(page, say, 'e011');
  const receipt = await register(page, say);
  await page.context().clearCookies();
  await page.goto('/desk/track');
  await open(page, say, receipt);
  await expect(page.getByRole('heading', { level: 2, name: receipt.number })).toBeVisible();

  await page.locator('[name="words"]').fill(say('e2e.more'));
  await page.locator('[name="new_facts"]').check();
  await page.getByRole('button', { name: say('track.send'), exact: true }).click();
  await expect(page.getByRole('status')).toHaveText(say('track.added'));
  expect(page.url(), 'the code stands in no address').not.toContain(receipt.code);

  await page.locator('[name="sure"]').check();
  await page.getByRole('button', { name: say('track.withdraw') }).click();
  await expect(page.getByRole('status')).toHaveText(say('track.withdrawn'));
  await expect(page.getByRole('main')).toContainText(say('stage.withdrawn'));
});

test('a complainant says what they think of the answer, and asks the level above to verify it', async ({ page, say, javaScriptEnabled }, testInfo) => {
  test.slow();
  await actAs(page, say, 'e011');
  const receipt = await register(page, say);
  await actAs(page, say, 'e012');
  await answer(page, say, receipt.number);
  const rating = page.getByRole('heading', { name: say('track.rate'), exact: true });
  await expect(async () => {
    await page.goto('/desk/track');
    await open(page, say, receipt);
    await expect(rating).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await page.screenshot({ path: `artefacts/track-answer-${testInfo.project.name}.png`, fullPage: true });

  await page.getByRole('radio', { name: say('track_rating.satisfied'), exact: true }).check();
  await page.locator('[name="remarks"]').fill(say('e2e.more'));
  await page.getByRole('button', { name: say('track.rate_send') }).click();
  await expect(page.getByRole('status')).toHaveText(say('track.satisfied'));
  await expect(rating).toHaveCount(0);

  await page.getByRole('radio', { name: say('track_way.verification') }).check();
  await expect(page.getByRole('main').locator('label[for="verification"] time')).toBeVisible();
  await page.locator('[name="reasons"]').fill(say('e2e.more'));
  await page.getByRole('button', { name: say('track.disagree_send') }).click();
  await expect(page.getByRole('status')).toHaveText(say('track.disagreed'));
  await expect(page.getByRole('heading', { name: say('track.disagree'), exact: true })).toHaveCount(0);

  await test.step('the case goes up by itself', async () => {
    await page.goto(`/desk/complaints/${receipt.number}`);
    await eventually(page, () => expect(page.getByRole('main')).toContainText(say('event.asked_again'), { timeout: 500 }));
  });
});

test('a wrong code is told from nothing else, and what was typed stays', async ({ page, say }) => {
  await page.goto('/desk/track');
  await open(page, say, { number: 'O011-20260101-00001-0', code: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A' });
  await expect(page.getByRole('alert')).toHaveText(say('track.nothing'));
  await expect(page.locator('[name="number"]')).toHaveValue('O011-20260101-00001-0');
});
