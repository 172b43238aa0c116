// @ts-check
/** What a bundled npm package says of its licence. A package that may not travel with this product fails the build. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} folder node_modules/zod
 * @property {string} license an SPDX id, or several with OR
 * @property {readonly string[]} copyright one line for each holder
 * @property {string} text every licence and notice file of the package
 */

/**
 * SPDX ids that may be combined with GPL-3.0-or-later (https://www.gnu.org/licenses/license-list.html). OFL-1.1 is for
 * fonts, which lie beside the program and are not part of it.
 */
const compatible = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'GPL-3.0-or-later',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Unlicense',
  'Zlib',
])

const noticeFile = /^(licen[cs]e|copying|notice|third-?party-?notices?)([-.].*)?$/i

/**
 * Every package by its folder; throws one error with all that is wrong.
 * @param {readonly string[]} folders
 * @returns {readonly BundledPackage[]}
 */
export function readPackages(folders) {
  const packages = folders.map(readPackage)
  const problems = packages.flatMap(problemsOf)
  if (problems.length > 0) throw new Error(`These packages cannot be bundled:\n  ${problems.join('\n  ')}`)
  return [...new Map(packages.map((one) => [`${one.name} ${one.version}`, one])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}

/**
 * @param {string} folder
 * @returns {BundledPackage}
 */
function readPackage(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const text = readdirSync(folder)
    .filter((file) => noticeFile.test(file))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .filter((part) => part !== '')
    .join('\n\n')
  const { name, version } = manifest
  const inside = folder.slice(folder.indexOf('node_modules'))
  return { name, version, folder: inside, license: licenseOf(manifest), copyright: copyrightOf(text, name), text }
}

/**
 * The field `license`, or the list of objects that old packages have instead.
 * @param {{ license?: unknown, licenses?: unknown }} manifest
 * @returns {string}
 */
function licenseOf({ license, licenses }) {
  if (typeof license === 'string') return license.replace(/^\((.*)\)$/, '$1')
  if (Array.isArray(licenses)) return licenses.map(({ type }) => String(type)).join(' OR ')
  return ''
}

/**
 * Lines such as "Copyright (c) 2020 Jane Doe", without what is the same in all of them. Sentences about a "copyright
 * notice" and the blanks in Apache's appendix name nobody.
 * @param {string} text
 * @param {string} name
 * @returns {readonly string[]}
 */
function copyrightOf(text, name) {
  const holders = text.split('\n').flatMap((line) => {
    const [, holder = ''] =
      /^\W*Copyright:?\s+(?:\(c\)|©)?\s*(?!notice|holder|owner|licen[cs]e|[[{])(.+)$/i.exec(line) ?? []
    return /^\W*COPYRIGHT /.test(line) ? [] : [holder.replace(/[\s.,]*all rights reserved[\s.]*$/i, '')]
  })
  const named = [...new Set(holders.filter((holder) => holder !== ''))]
  return named.length > 0 ? named : [`the authors of ${name}`]
}

/**
 * @param {BundledPackage} bundled
 * @returns {readonly string[]}
 */
function problemsOf({ name, version, license, text }) {
  const allowed = license.split(' OR ').some((id) => compatible.has(id))
  return [
    ...(allowed ? [] : [`${name} ${version}: its licence (${license || 'none'}) is not known to fit GPL-3.0-or-later`]),
    ...(text === '' ? [`${name} ${version}: it has no file with the text of its licence`] : []),
  ]
}
