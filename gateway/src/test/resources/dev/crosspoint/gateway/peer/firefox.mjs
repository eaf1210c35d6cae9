// Drives a headless Firefox over WebDriver BiDi for a program that writes commands and reads answers, a line of JSON each.
// Usage: node firefox.mjs <settings>; settings: { modules, firefox, preferences, limitMs }.
// Commands: { id, open: url, scripts }, { id, run: "function", argument }. Whatever of puppeteer waits in the page needs
// eval, which our page forbids: who wants to wait runs a function that does.
// Answers: { id, value } or { id, error }; and { console } whenever the page says something. Ends with its input.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { modules, firefox, preferences, limitMs } = JSON.parse(process.argv[2]);
const puppeteer = createRequire(`${modules}/`)('puppeteer-core');

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);
const browser = await puppeteer.launch({
  browser: 'firefox', executablePath: firefox, headless: true, acceptInsecureCerts: true, extraPrefsFirefox: preferences,
  protocolTimeout: 2 * limitMs,
});
const page = await browser.newPage();
page.setDefaultTimeout(limitMs);
page.on('console', message => say({ console: message.text() }));
page.on('pageerror', error => say({ console: `page error: ${error.message}` }));

async function obey({ open, scripts, run, argument }) {
  if (run) return page.evaluate(`(${run})(${JSON.stringify(argument)})`);
  for (const script of scripts) await page.evaluateOnNewDocument(script);
  await page.goto(open);
  return null;
}

say({ id: 0, value: await browser.version() });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...command } = JSON.parse(line);
  await obey(command).then(value => say({ id, value }), error => say({ id, error: String(error) }));
}
await browser.close();
