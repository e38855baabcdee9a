// What every journey does: become a member of staff, register, give a command by its form, wait until the other services have heard.
import { test as base, expect } from '@playwright/test';

import { sayIn } from './words.js';

export { expect };

// Every test reads the pages in its project's language, and fails if a page asks for anything that is not ours.
export const test = base.extend({
  language: async ({}, use, testInfo) => use(testInfo.project.name.slice(0, 2)),
  say: async ({ language }, use) => use(sayIn(language)),
  strangers: [
    async ({ context, baseURL }, use) => {
      const strangers = [];
      const ours = new URL(baseURL).origin;
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol !== 'data:' && url.origin !== ours) strangers.push(request.url());
      });
      await use(strangers);
      expect(strangers, 'no page asks for anything of another origin').toEqual([]);
    },
    { auto: true },
  ],
});

// Acts for a member of the demonstration's staff from now on.
export async function actAs(page, say, staff) {
  await page.goto('/desk/settings');
  await page.getByLabel(say('settings.person'), { exact: true }).selectOption(staff);
  await page.getByRole('button', { name: say('settings.switch') }).click();
  await expect(page.getByRole('contentinfo')).toContainText(staff);
}

// Registers a complaint about the outlet o011 and gives its number and receipt code.
export async function register(page, say, told = {}) {
  await page.goto('/desk/register');
  const fields = {
    channel: 'visit',
    unit: 'o011',
    class: 'service_attitude',
    'complainant.name': say('e2e.name'),
    'complainant.phone': '010 5550 0100',
    narrative: say('e2e.narrative'),
    ...told,
  };
  for (const [name, text] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(text);
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('receipt.title'));
  const [number, code] = await page.locator('main dd strong').allInnerTexts();
  return { number, code };
}

// Reads the page again until it holds what the other services are about to say.
export async function eventually(page, look) {
  await expect(async () => {
    await page.reload();
    await look();
  }).toPass({ timeout: 20_000, intervals: [100, 200, 400, 800] });
}

// Opens the complaint's page, waits until it offers the command, fills its form and sends it.
export async function give(page, say, number, command, fields = {}) {
  await page.goto(`/desk/complaints/${number}`);
  const link = page.locator(`a[href*="/acts/${command}/"]`).first();
  await eventually(page, () => expect(link).toBeVisible({ timeout: 500 }));
  await expect(link).toHaveText(say(`act.${command}`));
  await link.click();
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`);
    if (value === true) await field.check();
    else if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
  await page.getByRole('main').getByRole('button', { name: say(`act.${command}`) }).click();
  await expect(page.getByRole('status').first()).toContainText(say('form.done'));
}

// Works on the case up to the answer, as whom the page acts for.
export async function answer(page, say, number) {
  await give(page, say, number, 'accept_order');
  await give(page, say, number, 'take_statement', {
    given_by: 'complainant',
    taken: '2026-01-05T10:00',
    words: say('e2e.statement'),
  });
  await give(page, say, number, 'find', {
    finding: 'upheld',
    root_cause: 'service_attitude',
    facts: say('e2e.facts'),
  });
  await give(page, say, number, 'reply', { channel: 'phone', words: say('e2e.reply'), apology: true });
}
