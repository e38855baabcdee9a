// Break-glass: somebody asks to see what the rules keep from them, another person opens it, they look and leave (R8.1).
import { inBothThemes } from '../support/axe.js';
import { expect, register, test } from '../support/desk.js';
import { newcomer, signIn, signOut, signed } from '../support/signed.js';

test.use({ baseURL: signed });

test('a complaint of another branch is opened for a while by a second person, seen and left', async ({ page, say, javaScriptEnabled }, testInfo) => {
  test.slow();
  await page.goto('/desk/register');
  await signIn(page, say, 'w011');
  const { number } = await register(page, say, { unit: 'o021' });
  await signOut(page, say);
  const { code, password } = await newcomer(page, say, testInfo, 'glass', ['o011']);
  await page.goto(`/desk/complaints/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText(number);
  await page.goto('/desk/break-glass');
  await page.getByRole('link', { name: say('act.ask_break_glass') }).click();
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await page.locator('[name="number"]').fill(number);
  await page.locator('[name="ground"]').selectOption('court');
  await page.locator('[name="reference"]').fill(`C-${testInfo.project.name}`);
  await page.locator('[name="hours"]').fill('1');
  await page.getByRole('main').getByRole('button', { name: say('act.ask_break_glass') }).click();
  const mine = page.getByRole('row').filter({ hasText: number });
  await expect(mine).toContainText(say('break_glass_state.asked'));
  await expect(mine.getByRole('link', { name: say('act.open_break_glass') }), 'nobody decides on their own').toHaveCount(0);
  await signOut(page, say);
  await page.goto('/desk/break-glass');
  await signIn(page, say, 'd001');
  await mine.getByRole('link', { name: say('act.open_break_glass') }).click();
  await page.getByRole('main').getByRole('button', { name: say('act.open_break_glass') }).click();
  await expect(mine).toContainText(say('break_glass_state.open'));
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await signOut(page, say);
  await page.goto('/desk/break-glass');
  await signIn(page, say, code, { password });
  await mine.getByRole('button', { name: say('glass.enter') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(number);
  await expect(page.getByRole('status').first()).toContainText(say('glass.inside'));
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await page.screenshot({ path: `artefacts/break-glass-${testInfo.project.name}.png`, fullPage: true });
  await page.getByRole('button', { name: say('glass.leave') }).click();
  await page.goto(`/desk/complaints/${number}`);
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText(number);
});
