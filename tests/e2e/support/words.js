// The desk's own catalogues, so that a journey names what it presses as the reader sees it.
import { readFileSync } from 'node:fs';

const folder = new URL('../../../services/desk/locales/', import.meta.url);

// The catalogues are tables of `key = "text"`: nothing else of TOML is in them.
function read(language) {
  const texts = new Map();
  let table = '';
  for (const line of readFileSync(new URL(`${language}.toml`, folder), 'utf8').split('\n')) {
    const heading = line.match(/^\[(.+)\]$/);
    const entry = line.match(/^([\w-]+) = (".*")$/);
    if (heading) table = heading[1];
    if (entry) texts.set(table ? `${table}.${entry[1]}` : entry[1], JSON.parse(entry[2]));
  }
  return texts;
}

const catalogues = { zh: read('zh'), en: read('en') };

// What the journeys' people say, in both languages. They are nobody.
const told = {
  zh: {
    'e2e.name': '示范客户',
    'e2e.narrative': '取号后等了两个小时，柜台说下班了，让我改天再来。',
    'e2e.statement': '与登记时所说一致。',
    'e2e.facts': '排队记录与所述相符。',
    'e2e.reply': '我们为此致歉，并已调整柜台安排。',
    'e2e.summary': '午间增开一个柜台。',
    'e2e.more': '当天的排队号还在我手里。',
    'e2e.purpose': '核对排队情况',
    'e2e.password': '三把雨伞在后门口的架子上',
  },
  en: {
    'e2e.name': 'A. Customer',
    'e2e.narrative': 'I took a ticket, waited for two hours, and was told to come back another day.',
    'e2e.statement': 'As told at the counter.',
    'e2e.facts': 'The queue record agrees.',
    'e2e.reply': 'We apologise, and have changed the hours of the counters.',
    'e2e.summary': 'A second counter is open at noon.',
    'e2e.more': 'I still have the ticket of that day.',
    'e2e.purpose': 'to look at the queue',
    'e2e.password': 'three umbrellas by the back door',
  },
};

// sayIn('zh')('act.reply') is the text of that key. A key that is not there is a fault of the test.
export function sayIn(language) {
  return (key) => {
    const text = told[language][key] ?? catalogues[language].get(key);
    if (text === undefined) throw new Error(`${language}.toml has no ${key}`);
    return text;
  };
}
