#!/usr/bin/env bash
# postal-mime 4.0.0: in a message of `format=flowed`, which Thunderbird and others write, a quoted
# paragraph is put together with the quote marks of its lines left inside the sentence. What was
# quoted as "inflation at 4 percent" is read as "inflation at > 4 percent": a greater-than sign that
# nobody wrote, before a figure. Text that is not quoted is put together as it should be.
#
# Expected: RFC 3676, 4.5: quote marks are no part of the content; a reader counts them and takes
# them off before it joins lines. The messages are valid by its grammar: each line of a quoted
# paragraph has its mark, and the last does not end in a space. libmime 5.6.4, of the same authors
# and also for JavaScript, joins them as the RFC says.
# The README of postal-mime does not name flowed text, and no issue was found that reports this.
# (nodemailer/mailparser issues 51 and 114 are older faults with flowed text, of another package.)
#
# Fails if that changes: then text of postal-mime may be quoted where a message is flowed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund postal-mime@4.0.0 libmime@5.6.4
cat > run.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import libmime from 'libmime';
import PostalMime from 'postal-mime';

const version = name => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
console.log(`postal-mime ${version('postal-mime')}, libmime ${version('libmime')}`);

const message = body => [
    'From: Ann <ann@example.org>', 'To: Ben <ben@example.org>', 'Subject: Figures',
    'Date: Fri, 1 Mar 2024 09:00:00 +0000', 'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii; format=flowed', '', ...body, ''].join('\r\n');

// A line that ends in a space goes on in the next one; the last line of each paragraph does not.
const cases = [
    { name: 'quoted',
      body: ['> The bank put inflation for the year at ', '> 4 percent, and growth at ', '> 2 percent.',
             'We do not.'],
      expected: '> The bank put inflation for the year at 4 percent, and growth at 2 percent.\nWe do not.',
      seen: '> The bank put inflation for the year at > 4 percent, and growth at > 2 percent.\nWe do not.' },
    { name: 'quoted twice',
      body: ['>> Losses were ', '>> 30 million.', '> No.'],
      expected: '>> Losses were 30 million.\n> No.',
      seen: '>> Losses were >> 30 million.\n> No.' },
    { name: 'not quoted',
      body: ['The bank put inflation for the year at ', '4 percent.', 'We do not.'],
      expected: 'The bank put inflation for the year at 4 percent.\nWe do not.',
      seen: 'The bank put inflation for the year at 4 percent.\nWe do not.' },
];

let asFound = true;
for (const { name, body, expected, seen } of cases) {
    const { text } = await PostalMime.parse(message(body));
    const other = libmime.decodeFlowed(body.join('\r\n'), false).replace(/\r/g, '');
    console.log(`${name}\n  expected    ${JSON.stringify(expected)}`);
    console.log(`  postal-mime ${JSON.stringify(text.trim())}`);
    console.log(`  libmime     ${JSON.stringify(other.trim())}`);
    asFound &&= text.trim() === seen && other.trim() === expected;
}
if (!asFound) {
    console.log('this has changed');
    process.exit(1);
}
NODE
node run.mjs
