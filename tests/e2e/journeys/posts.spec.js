// Whoever has several posts chooses at sign-in in which one they act, and switches at the head of any page.
import { inBothThemes } from '../support/axe.js';
import { expect, test } from '../support/desk.js';
import { newcomer, posted, signIn, signOut, signed } from '../support/signed.js';

test.use({ baseURL: signed });

const acting = (page) => page.locator('#acting option[selected]');

test('a deputy of the branch who helps at an outlet acts in one post at a time', async ({ page, say, javaScriptEnabled }, testInfo) => {
  test.slow();
  const { code, password } = await newcomer(page, say, testInfo, 'posts', ['b02', 'o021']);
  await signOut(page, say);
  await page.goto('/desk/lists/overdue');
  await signIn(page, say, code, { password });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('post.title'));
  if (javaScriptEnabled) await inBothThemes(page, expect);
  await page.screenshot({ path: `artefacts/posts-${testInfo.project.name}.png`, fullPage: true });
  const posts = page.getByRole('main').getByRole('button');
  await expect(posts).toHaveCount(2);
  await posts.nth(1).click();
  await expect(page.getByRole('heading', { level: 1 }), 'and then what was wanted').toHaveText(say('queue.overdue'));
  await expect(acting(page)).toHaveAttribute('value', 'o021');
  await page.locator('#acting').selectOption('b02');
  await page.getByRole('button', { name: say('post.switch') }).click();
  await expect(acting(page)).toHaveAttribute('value', 'b02');
  await page.goto('/desk/settings');
  await expect(page.getByRole('contentinfo'), 'the foot says so too').toContainText(code);
  if (javaScriptEnabled) await inBothThemes(page, expect);
});

test('a post that is taken away ends the session that acts in it', async ({ page, say }, testInfo) => {
  const { code } = await newcomer(page, say, testInfo, 'taken', ['b02', 'o021']);
  await page.goto('/desk/post');
  await page.getByRole('main').getByRole('button').nth(1).click();
  await expect(acting(page)).toHaveAttribute('value', 'o021');
  posted(testInfo, code, ['b02']);
  await expect(async () => {
    await page.goto('/desk/lists/overdue');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'), { timeout: 500 });
  }).toPass({ timeout: 5_000 });
});

test('the palette switches the post', async ({ page, say, javaScriptEnabled }, testInfo) => {
  test.skip(javaScriptEnabled === false, 'plain pages have the browser\'s own keys');
  await newcomer(page, say, testInfo, 'palette', ['b02', 'o021']);
  await page.goto('/desk/settings');
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.locator('#palette-text')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.locator('#palette-text').fill(say('post.acting'));
  await expect(page.locator('#palette-list a')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(acting(page)).toHaveAttribute('value', 'o021');
});
