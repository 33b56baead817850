#!/usr/bin/env bash
# chrono-node 2.10.3: by chrono.en.GB, "On May 13 the bank met" is 1 May 2013. Where the month comes
# first and there is no year, a day of two figures is taken for one: "May 13 to May 16" is May 2013 to
# May 2016, and "Monday, May 13" is two dates, that Monday in 2024 and May 2013. Days of one figure and
# "May 13-16", "May 13th" and "May 13 2024" in the same text are days. So one report has days of this
# year and months of 2010 to 2031 beside each other.
#
# Expected: 13 May of the year of reference, as chrono.en reads each of them. The README has of en.GB
# only that "6/10/2018" is 6 October; a month that is written out leaves nothing to turn about, and The
# Times of London writes "May 13". The name of the switch in the code (shouldSkipYearLikeDate) says that
# it is meant; no page does. No issue was found that reports it.
#
# It hurts whoever dates British text: the locale that is chosen so that 6/10 is right makes the days of
# a news report into months of other years, certain ones (isCertain('year') is true), and only from the
# tenth on.
#
# Fails if that changes: then en.GB may be used for reports. Kin to what babel-parse-date-order.sh has,
# where a locale exchanges figures; here it changes days that have a month's name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund chrono-node@2.10.3
cat > run.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import * as chrono from 'chrono-node';

const { version } = JSON.parse(readFileSync('node_modules/chrono-node/package.json'));
console.log(`chrono-node ${version}, reference 15 May 2024`);
const reference = new Date(2024, 4, 15, 12);
const day = part => part.get('year') + '-' + [part.get('month'), part.get('day')]
    .map(figure => String(figure).padStart(2, '0')).join('-');
const read = (locale, text) => locale.parse(text, reference)
    .map(({ start, end }) => day(start) + (end ? ` to ${day(end)}` : '')).join(', ');

// Each: the text, what chrono.en reads, and what chrono.en.GB reads.
const cases = [
    ['On May 9 the bank met.', '2024-05-09', '2024-05-09'],
    ['On May 13 the bank met.', '2024-05-13', '2013-05-01'],
    ['On May 13th the bank met.', '2024-05-13', '2024-05-13'],
    ['On 13 May the bank met.', '2024-05-13', '2024-05-13'],
    ['On Monday, May 13 the bank met.', '2024-05-13', '2024-05-13, 2013-05-01'],
    ['It met from May 13 to May 16.', '2024-05-13 to 2024-05-16', '2013-05-01 to 2016-05-01'],
    ['It met on May 13-16.', '2024-05-13 to 2024-05-16', '2024-05-13 to 2024-05-16'],
    ['On May 31 the bank meets.', '2024-05-31', '2031-05-01'],
];
let asFound = true;
for (const [text, expected, seen] of cases) {
    const [en, gb] = [read(chrono.en, text), read(chrono.en.GB, text)];
    console.log(`${text}\n  en     ${en}\n  en.GB  ${gb}`);
    asFound &&= en === expected && gb === seen;
}
const certain = chrono.en.GB.parse(cases[1][0], reference)[0].start.isCertain('year');
console.log(`year of the second certain: ${certain}`);
if (!asFound || !certain) {
    console.log('this has changed');
    process.exit(1);
}
NODE
node run.mjs
