#!/usr/bin/env bash
# compromise-dates 3.9.0 (with compromise 14.17.0): "the day after 13 May 2024" is 2 May, eleven days
# before it. A day in figures before its month is read right alone ("13 May 2024") and is an hour of
# the clock where something is counted from it: "the day after 13 May 2024" begins on 2 May at 13:00.
# So is the end of a range: "13 May 2024 to 15 June 2024" ends on 13 May at 15:00, so that a strike of a
# month lasts two hours. With the month first, or with "13th May", both are right.
#
# Expected: 14 May 2024; 13 May to 15 June 2024. The README has, as phrases that are understood, "two
# days after june 6th" (date+duration), "22-23 February" with the day first, and ranges with "to"; that
# a day before its month is another thing in these is not said. No issue was found that reports it.
#
# It hurts whoever dates what is told: outside America reports write the day first, and the dates that
# come out are of the right month, have no doubt in them and are wrong by days or weeks.
#
# Fails if that changes: then its dates may be used for such text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund compromise@14.17.0 compromise-dates@3.9.0
cat > run.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import nlp from 'compromise';
import dates from 'compromise-dates';

nlp.plugin(dates);
const version = name => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log(`compromise-dates ${version('compromise-dates')}, compromise ${version('compromise')}`);

// Each: what is read, the days that it spans, and the begin and end that are found.
const cases = [
    ['13 May 2024', '13 May', '2024-05-13T00:00', '2024-05-13T23:59'],
    ['the day after 13 May 2024', '14 May', '2024-05-02T13:00', '2024-05-02T23:59'],
    ['the day after 13th May 2024', '14 May', '2024-05-14T00:00', '2024-05-14T23:59'],
    ['the day after May 13 2024', '14 May', '2024-05-14T00:00', '2024-05-14T23:59'],
    ['two days after 6 June 2024', '8 June', '2024-06-03T06:00', '2024-06-03T23:59'],
    ['two days after June 6th 2024', '8 June', '2024-06-08T00:00', '2024-06-08T23:59'],
    ['13 May 2024 to 15 June 2024', '13 May to 15 June', '2024-05-13T00:00', '2024-05-13T15:00'],
    ['May 13 2024 to June 15 2024', '13 May to 15 June', '2024-05-13T00:00', '2024-06-15T23:59'],
];
let asFound = true;
for (const [text, expected, begin, end] of cases) {
    const [found] = nlp(text).dates({ today: '2024-12-01', timezone: 'UTC' }).get();
    const got = [found.start, found.end].map(time => time.slice(0, 16));
    console.log(`${text}\n  expected ${expected}, got ${got.join(' to ')}`);
    asFound &&= got[0] === begin && got[1] === end;
}
if (!asFound) {
    console.log('this has changed');
    process.exit(1);
}
NODE
node run.mjs
