// @ts-check
/**
 * Debian's changelog of a version, from CHANGELOG.md: its points, in Debian's form (deb-changelog(5)).
 * @param {string} changelog
 * @param {{ readonly version: string, readonly date: Date, readonly maintainer: string }} release
 * @returns {string}
 */
export function debianChangelog(changelog, { version, date, maintainer }) {
  const section = changelog.split(/^## /m).find((part) => part.startsWith(`[${version}]`))
  if (section === undefined) throw new Error(`CHANGELOG.md has no section [${version}].`)
  const points = [...section.matchAll(/^- (.*(?:\n {2}\S.*)*)/gm)].map(([, point = '']) => wrap(point, 76))
  return [
    `pc-switcher-headless (${version}) unstable; urgency=medium`,
    '',
    ...points.map((lines) => `  * ${lines.join('\n    ')}`),
    '',
    ` -- ${maintainer}  ${date.toUTCString().replace('GMT', '+0000')}`,
    '',
  ].join('\n')
}

/**
 * @param {string} text
 * @param {number} width
 * @returns {readonly string[]}
 */
function wrap(text, width) {
  /** @type {string[]} */
  const lines = []
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart()
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
