import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { debianChangelog } from '../../../assets/headless/debian-changelog.mjs'

const release = { version: '1.1.0', date: new Date('2026-11-20T00:00:00Z'), maintainer: 'Jane <jane@example.org>' }
const changelog = `# Changelog

## [1.1.0] - 2026-11-20

### Added

- One thing that is so long to tell that it stands in two lines here
  and in two there.
- Another.

## [1.0.0] - 2026-01-01

- An old one.
`

it("tells the points of a version in Debian's form", () => {
  expect(debianChangelog(changelog, release)).toBe(`pc-switcher-headless (1.1.0) unstable; urgency=medium

  * One thing that is so long to tell that it stands in two lines here and in
    two there.
  * Another.

 -- Jane <jane@example.org>  Fri, 20 Nov 2026 00:00:00 +0000
`)
})

it('is not made for a version that the changelog does not know', () => {
  expect(() => debianChangelog(changelog, { ...release, version: '2.0.0' })).toThrow('no section [2.0.0]')
})

it('can be made for the version that is built', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(debianChangelog(readFileSync('CHANGELOG.md', 'utf8'), { ...release, version })).toContain('  * ')
})
