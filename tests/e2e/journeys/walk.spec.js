// One complaint from the counter to the archive, each step by the desk's own forms (R3.2 to R6.1).
import { actAs, answer, eventually, expect, give, register, test } from '../support/desk.js';

test('a complaint goes from the counter to the archive, and the figures count it', async ({ page, say }) => {
  test.slow();
  await actAs(page, say, 'e011');
  const { number } = await register(page, say);

  await test.step('it stands in the list of those to accept', async () => {
    await actAs(page, say, 'e012');
    await page.goto('/desk/lists/to_accept?under=o011');
    const line = page.getByRole('link', { name: number });
    await eventually(page, () => expect(line).toBeVisible({ timeout: 500 }));
    await line.click();
    // Beside the list, or as a page of its own.
    await expect(page.getByRole('heading', { level: 1 }).last()).toContainText(number);
  });

  await answer(page, say, number);

  await test.step('somebody other than the handler makes the visit (R5.10)', async () => {
    await actAs(page, say, 'e011');
    await give(page, say, number, 'follow_up', { satisfaction: 'satisfied' });
  });

  await actAs(page, say, 'e012');
  await give(page, say, number, 'close', { summary: say('e2e.summary') });
  await give(page, say, number, 'archive');
  const stage = page.locator('#case ~ .facts dd').first();
  await page.goto(`/desk/complaints/${number}`);
  await eventually(page, () => expect(stage).toHaveText(say('case.stage.archived'), { timeout: 500 }));

  await test.step('the handling form is shown by a look with its purpose', async () => {
    await page.goto(`/desk/complaints/${number}/look`);
    await page.locator('[name="what"]').selectOption('form');
    await page.locator('[name="purpose"]').fill('e2e');
    await page.getByRole('button', { name: say('look.look') }).click();
    await expect(page.getByRole('heading', { name: say('paper.handling_form') })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(say('e2e.summary'));
  });

  await test.step('the figures count it', async () => {
    await actAs(page, say, 'd001');
    await page.goto('/desk/figures?by=finding');
    const upheld = page.getByRole('row', { name: new RegExp(`^${say('finding.upheld')}`) });
    await eventually(page, () => expect(upheld).toBeVisible({ timeout: 500 }));
  });
});

test('what was typed stays where a form is refused, with the sentence beside its field', async ({ page, say }) => {
  await actAs(page, say, 'e011');
  await page.goto('/desk/register');
  await page.locator('[name="channel"]').fill('visit');
  await page.locator('[name="unit"]').fill('o011');
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  await page.locator('[name="complainant.email"]').fill('not an address');
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.locator('[id="complainant.email-wrong"]')).toBeVisible();
  await expect(page.locator('[name="narrative"]')).toHaveValue(say('e2e.narrative'));
});
