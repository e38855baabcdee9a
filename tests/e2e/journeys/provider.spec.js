// Signing in through the organisation's provider, which is a real one: there and back, what was typed, signing out of both, who left.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

import { expect, test as base } from '../support/desk.js';

const { HUIYIN_E2E_PROVIDED: desk, HUIYIN_E2E_ISSUER: issuer, HUIYIN_E2E_BINARY: binary, HUIYIN_E2E_KEY: key } = process.env;

// The browser goes to the provider as well, and nowhere else.
const test = base.extend({
  strangers: [
    async ({ context }, use) => {
      const strangers = [];
      context.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol !== 'data:' && origin !== desk && origin !== issuer) strangers.push(request.url());
      });
      await use(strangers);
      expect(strangers).toEqual([]);
    },
    { auto: true },
  ],
});

test.use({ baseURL: desk });

// The operator's command line, at the same product.
const huiyin = (...words) => execFileSync(binary, [...words, '--server', desk, '--key', key], { encoding: 'utf8' });

// Somebody of the outlet o011 whom nobody else is in these journeys, with an identity at the provider.
function staff(testInfo, name) {
  const code = `${name}-${testInfo.project.name}`;
  const file = testInfo.outputPath(`${code}.csv`);
  const status = (text) => {
    writeFileSync(file, `code,unit,status\n${code},o011,${text}\n`);
    huiyin('directory', 'staff', file);
  };
  status('active');
  huiyin('account', 'bind', code, '--issuer', issuer, '--subject', `subject-of-${code}`);
  return { code, subject: `subject-of-${code}`, leave: () => status('left') };
}

async function throughProvider(page, say, subject) {
  await page.getByRole('link', { name: say('sign_in.by_provider') }).click();
  await atProvider(page, subject);
}

async function atProvider(page, subject) {
  await page.locator('[name="login"]').fill(subject);
  await page.getByRole('button').click();
}

test('staff come in through the provider to what they wanted, and sign out of both', async ({ page, say }, testInfo) => {
  const { code, subject } = staff(testInfo, 'in');
  await page.goto('/desk/lists/overdue');
  await page.screenshot({ path: `artefacts/sign-in-provider-${testInfo.project.name}.png` });
  await throughProvider(page, say, subject);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('queue.overdue'));
  expect(page.url(), 'no code stays in the address').toBe(`${desk}/desk/lists/overdue`);
  await expect(page.getByRole('contentinfo')).toContainText(code);
  await page.getByRole('button', { name: say('sign_in.out') }).click();
  await page.locator('#out').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'));
  await page.goto('/desk/lists/overdue');
  await page.getByRole('link', { name: say('sign_in.by_provider') }).click();
  await expect(page.locator('[name="login"]'), 'the provider asks again: its session is over too').toBeVisible();
});

test('what was typed while the session ended goes through the provider and comes back', async ({ page, say }, testInfo) => {
  const { subject } = staff(testInfo, 'typed');
  await page.goto('/desk/register');
  await throughProvider(page, say, subject);
  await page.locator('[name="channel"]').fill('visit');
  await page.locator('[name="unit"]').fill('o011');
  await page.locator('[name="complainant.name"]').fill(say('e2e.name'));
  await page.locator('[name="narrative"]').fill(say('e2e.narrative'));
  await page.context().clearCookies({ name: 'huiyin_session' });
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('status')).toHaveText(say('sign_in.kept'));
  await page.getByRole('button', { name: say('sign_in.by_provider') }).click();
  await expect(page.locator('[name="narrative"]'), 'the provider still knows them').toHaveValue(say('e2e.narrative'));
  await page.getByRole('button', { name: say('register.send') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('receipt.title'));
});

test('who is bound to nobody, and who left, has the sentence and no session', async ({ page, say }, testInfo) => {
  await page.goto('/desk/lists/overdue');
  await throughProvider(page, say, `nobody-${testInfo.project.name}`);
  await expect(page.getByRole('alert')).toHaveText(say('provider_fault.unbound'));
  await page.screenshot({ path: `artefacts/sign-in-refused-${testInfo.project.name}.png` });
  await page.context().clearCookies();
  const { code, subject, leave } = staff(testInfo, 'leaver');
  await page.goto('/desk/lists/overdue');
  await throughProvider(page, say, subject);
  await expect(page.getByRole('contentinfo')).toContainText(code);
  leave();
  await expect(async () => {
    await page.goto('/desk/lists/overdue');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'), { timeout: 500 });
  }, 'who left is out').toPass({ timeout: 5_000 });
  await page.getByRole('link', { name: say('sign_in.by_provider') }).click();
  await expect(page.getByRole('alert')).toHaveText(say('provider_fault.gone'));
});
