// @ts-check
/** The texts that travel with the product: what it contains of others, and under which licences. */

/** @typedef {import('./read-packages.mjs').BundledPackage} BundledPackage */

/**
 * The file THIRD-PARTY-NOTICES. Packages that share one text, word for word, stand above it together.
 * @param {readonly BundledPackage[]} packages
 * @returns {string}
 */
export function noticesText(packages) {
  /** @type {Map<string, BundledPackage[]>} */
  const byText = new Map()
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one])
  const sections = [...byText].map(([text, those]) => [...those.map(titleOf), '', text].join('\n'))
  const opening = 'pc-switcher contains the following software and fonts, each under its own licence.'
  return `${[opening, packages.map((one) => `  ${titleOf(one)}`).join('\n'), ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** @param {BundledPackage} one */
function titleOf({ name, version, license }) {
  return `${name} ${version} (${license})`
}

/** Debian's names where they differ from SPDX's. */
const debianNames = new Map([['MIT', 'Expat']])
/** Texts that every Debian system has already (Debian policy 12.5). */
const common = new Map([
  ['Apache-2.0', 'On Debian systems, the full text of this licence is in\n/usr/share/common-licenses/Apache-2.0.'],
])

/**
 * Debian's `copyright`, machine-readable format 1.0.
 * @param {readonly BundledPackage[]} packages
 * @returns {string}
 */
export function debianCopyright(packages) {
  return `${[opening, own, ...packages.map(stanza), gpl].join('\n\n')}\n`
}

const opening = [
  'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
  'Upstream-Name: pc-switcher',
  'Comment: The programs are bundles. Each part of node_modules that is in them stands here with its licence.',
].join('\n')
const own = ['Files: *', 'Copyright: 2026 the authors of pc-switcher', 'License: GPL-3+'].join('\n')
const gpl = `License: GPL-3+
 This program is free software: you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation, either version 3 of the License, or (at your option) any later
 version.
 .
 This program is distributed in the hope that it will be useful, but WITHOUT ANY
 WARRANTY; without even the implied warranty of MERCHANTABILITY or FITNESS FOR A
 PARTICULAR PURPOSE. See the GNU General Public License for more details.
 .
 On Debian systems, the full text of the GNU General Public License version 3 is
 in /usr/share/common-licenses/GPL-3.`

/**
 * @param {BundledPackage} one
 * @returns {string}
 */
function stanza({ folder, license, copyright, text }) {
  const names = license.split(' OR ').map((id) => debianNames.get(id) ?? id)
  const body = common.get(license) ?? text
  return [
    `Files: ${folder}/*`,
    `Copyright: ${copyright.join('\n           ')}`,
    `License: ${names.join(' or ')}`,
    ...body.split('\n').map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`)),
  ].join('\n')
}
