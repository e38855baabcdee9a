// What axe finds wrong with a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// axe is put in from outside the page, whose policy allows it nothing.
export async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).slice(0, 3).join(' | ')}`);
}

// The page in both themes: for pages that a journey comes by, and that no address alone leads to.
export async function inBothThemes(page, expect) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await violations(page), `${page.url()} in ${colorScheme}`).toEqual([]);
  }
}
