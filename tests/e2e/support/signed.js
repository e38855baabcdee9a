// At the product where staff sign in: who comes in, who goes, and people of whom nobody else knows.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';

import { expect } from './desk.js';

const { HUIYIN_E2E_SIGNED: desk, HUIYIN_E2E_SIGNED_KEY: key, HUIYIN_E2E_BINARY: binary } = process.env;

export const signed = desk;

// The operator's command line, at that product.
const huiyin = (...words) => execFileSync(binary, [...words, '--server', desk, '--key', key], { encoding: 'utf8' });

// Signs in. `code` is what an authenticator shows.
export async function signIn(page, say, staff, { password = process.env.HUIYIN_E2E_PASSWORD, code = '' } = {}) {
  await page.locator('[name="staff"]').fill(staff);
  await page.locator('[name="password"]').fill(password);
  await page.locator('[name="code"]').fill(code);
  await page.getByRole('button', { name: say('sign_in.send') }).click();
}

export async function signOut(page, say) {
  await page.getByRole('button', { name: say('sign_in.out') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('sign_in.title'));
}

// Gives the directory these posts of somebody: `o011`, `b02`, the main one first.
export function posted(testInfo, code, units) {
  const file = testInfo.outputPath(`${code}.csv`);
  writeFileSync(file, `code,unit\n${units.map((unit) => `${code},${unit}\n`).join('')}`);
  huiyin('directory', 'staff', file);
}

// Somebody whom nobody else is in these journeys, with posts in these units and a password of their own.
export async function newcomer(page, say, testInfo, name, units) {
  const code = `${name}-${testInfo.project.name}`;
  posted(testInfo, code, units);
  const [{ password }] = JSON.parse(huiyin('account', 'add', code, '--output', 'json'));
  await page.goto('/desk/sign-in');
  await signIn(page, say, code, { password });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('password.title'));
  await page.locator('[name="old"]').fill(password);
  await page.locator('[name="new"]').fill(say('e2e.password'));
  await page.locator('[name="again"]').fill(say('e2e.password'));
  await page.getByRole('main').getByRole('button').click();
  return { code, password: say('e2e.password') };
}

// What an authenticator shows that was given these letters (RFC 6238: SHA-1, six digits, thirty seconds).
export function totp(letters, now = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters.replace(/[^A-Z2-7]/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', seed).update(counter).digest();
  const offset = digest[19] & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
