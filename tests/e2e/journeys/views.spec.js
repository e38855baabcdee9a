// Saved views, and the register as a spreadsheet: the address is the filter of both.
import { actAs, expect, test } from '../support/desk.js';

test('a list is saved under a name, seen by the unit, renamed and deleted', async ({ page, say }, testInfo) => {
  const name = `e2e ${testInfo.project.name}`;
  await actAs(page, say, 'e011');
  await page.goto('/desk/lists/overdue?under=o011');
  const saved = page.getByRole('navigation', { name: say('views.title') });
  await saved.getByText(say('views.save')).click();
  await saved.locator('[name="name"]').fill(name);
  await saved.locator('[name="shared"]').check();
  await saved.getByRole('button', { name: say('views.keep') }).click();
  await expect(page).toHaveURL(/lists\/overdue\?under=o011/);
  await expect(saved.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');

  await actAs(page, say, 'e012');
  await page.goto('/desk/lists/to_accept');
  await saved.getByRole('link', { name, exact: true }).click();
  await expect(page).toHaveURL(/lists\/overdue\?under=o011/);

  await actAs(page, say, 'e011');
  await page.goto('/desk/views');
  const line = page.getByRole('row', { name: new RegExp(name) });
  await page.screenshot({ path: testInfo.outputPath('views.png'), fullPage: true });
  await line.locator('[name="name"]').fill(`${name} 2`);
  await line.getByRole('button', { name: say('views.rename') }).click();
  await expect(page.getByRole('link', { name: `${name} 2` })).toBeVisible();
  await page.getByRole('row', { name: new RegExp(`${name} 2`) }).getByRole('button', { name: say('views.delete') }).click();
  await expect(page.getByRole('link', { name: `${name} 2` })).toHaveCount(0);
});

test('the register and the figures are had as spreadsheets', async ({ page, say }) => {
  await actAs(page, say, 'd001');
  for (const address of ['/desk/?stage=assigned', '/desk/figures?by=channel']) {
    await page.goto(address);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: say('export.sheet') }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^(register|figures)-\d{4}-\d{2}-\d{2}\.xlsx$/);
  }
});
