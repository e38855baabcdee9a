// The house rules of the pages: who sees badly, uses a keyboard, a small screen or a slow line is served as everybody is.
import { violations } from '../support/axe.js';
import { actAs, expect, test } from '../support/desk.js';
import { open, pages } from '../support/pages.js';

for (const [name, way] of pages) {
  test(`${name}: everybody can read it, reach all of it and see where they are`, async ({ page, request, language, say }, testInfo) => {
    // The page stands still while it is measured: others register meanwhile, and what is marked below would be written anew.
    await page.route('**/desk/live', (route) => route.abort());
    await actAs(page, say, 'd001');
    const address = way(await open(request));
    await test.step('axe finds nothing, in light and in dark', async () => {
      for (const colorScheme of ['dark', 'light']) {
        await page.emulateMedia({ colorScheme });
        await page.goto(address);
        await page.screenshot({ path: testInfo.outputPath(`${name}-${language}-${colorScheme}.png`), fullPage: true });
        expect.soft(await violations(page), `${address} in ${colorScheme}`).toEqual([]);
      }
    });
    await test.step('nothing is too small to read or to hit', async () => {
      expect.soft(await page.evaluate(smallText), 'text under 13 px').toEqual([]);
      expect.soft(await page.evaluate(smallTargets), 'targets under 24 px').toEqual([]);
    });
    await test.step('the keyboard reaches everything, and shows where it is', () => walk(page));
    await test.step('320 px are wide enough, and only tables move sideways', async () => {
      await page.setViewportSize({ width: 320, height: 640 });
      expect.soft(await page.evaluate(tooWide)).toEqual([]);
      await page.screenshot({ path: testInfo.outputPath(`${name}-${language}-320.png`), fullPage: true });
    });
  });
}

async function walk(page) {
  const there = await page.evaluate(reachable);
  const seen = new Set();
  // A date has a stop for each of its parts.
  const most = there.length + 8 * there.filter((what) => what.includes('type="date')).length + 5;
  for (let step = 0; step <= most && seen.size < there.length; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (at === null) continue;
    expect.soft(at.shown, `${at.what} shows that it has the focus`).toBe(true);
    seen.add(at.nth);
  }
  expect.soft(there.filter((_, nth) => !seen.has(nth)), 'out of the keyboard\'s reach').toEqual([]);
}

// The browser's own functions: they run in the page and see nothing of this file.

function smallText() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 13) found.push(`${size}px ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return found;
}

function smallTargets() {
  const found = [];
  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!element.checkVisibility() || element.classList.contains('skip')) continue;
    // A link inside a sentence is as high as its line: WCAG 2.5.8 leaves it out.
    const style = getComputedStyle(element);
    const inSentence = style.display === 'inline' && element.parentElement.matches('p, dd, li');
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    if (!inSentence && (box.height < 24 || box.width < 24)) {
      found.push(`${Math.round(box.width)}×${Math.round(box.height)} ${element.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}

function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(
    (element) => !element.closest('.wide') && element.getBoundingClientRect().right > clientWidth + 1,
  );
  return [`${scrollWidth} px`, ...wide.map((element) => element.outerHTML.slice(0, 100)).slice(0, 5)];
}

function reachable() {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')];
  const shown = all.filter((element) => element.checkVisibility() && !element.disabled);
  shown.forEach((element, nth) => element.setAttribute('data-nth', String(nth)));
  return shown.map((element) => element.outerHTML.slice(0, 160));
}

function focused() {
  const element = document.activeElement;
  if (!element || !element.hasAttribute('data-nth')) return null;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const box = element.getBoundingClientRect();
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  return { nth: Number(element.getAttribute('data-nth')), shown: outlined && inside, what: element.outerHTML.slice(0, 80) };
}
