// Journeys in both languages, with and without JavaScript; the house rules once in each language. `run` starts the product and says
// where it is.
import { defineConfig } from '@playwright/test';

const browser = {
  baseURL: process.env.HUIYIN_E2E_ADDRESS,
  viewport: { width: 1280, height: 900 },
  timezoneId: 'Asia/Shanghai',
  launchOptions: { executablePath: process.env.HUIYIN_E2E_CHROMIUM },
  screenshot: 'only-on-failure',
};

const project = (language, javaScriptEnabled, testMatch) => ({
  name: `${language}${javaScriptEnabled ? '' : '-plain'}`,
  testMatch,
  use: { ...browser, locale: language === 'zh' ? 'zh-CN' : 'en-GB', javaScriptEnabled },
});

const journeys = 'journeys/*.spec.js';
const rules = 'rules/*.spec.js';

export default defineConfig({
  outputDir: process.env.HUIYIN_E2E_ARTEFACTS ?? 'artefacts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: [
    project('zh', true, [journeys, rules]),
    project('en', true, [journeys, rules]),
    project('zh', false, [journeys]),
    project('en', false, [journeys]),
  ],
});
