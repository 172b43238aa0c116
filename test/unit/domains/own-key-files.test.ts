/** Whose key may be replaced: a file that no other source names, on or off, alone or beside others. */
import { expect, it } from 'vitest'
import { namedByOne } from '../../../src-main/domains/packages/on-machine/own-key-files.ts'
import { placesOf } from '../../../src-main/domains/packages/on-machine/source-places.ts'
import { parseSourceLines, parseSourceStanzas } from '../../../src-main/tools/apt/apt-sources.ts'

const key = (name: string) => `/etc/apt/keyrings/${name}.gpg`
const ownIn = (lines: string, stanzas = '') => {
  const files = [parseSourceLines(lines), parseSourceStanzas(stanzas)]
  return namedByOne(files.flatMap(({ entries, off }) => [...entries, ...off].flatMap((entry) => placesOf('a', entry))))
}
const a = `deb [signed-by=${key('a')}] https://a.example stable main\n`

it('is the one of a source that no other names, also where that has its source code turned off', () => {
  expect(ownIn(a)).toEqual([key('a')])
  expect(ownIn(`${a}# deb-src [signed-by=${key('a')}] https://a.example stable main\n# Not a source.\n`)).toEqual([
    key('a'),
  ])
})

it.each([
  ['beside another key', `deb [signed-by=${key('a')},${key('b')}] https://b.example stable main`, ''],
  ['turned off', `#deb [signed-by=${key('a')}] https://b.example stable main # vendor`, ''],
  ['spelled otherwise', `deb [signed-by=/etc/apt/keyrings/./a.gpg] https://b.example stable main`, ''],
  [
    'in a stanza that is turned off',
    '',
    `Types: deb\nURIs: https://b.example\nSuites: stable\nEnabled: no\nSigned-By: ${key('a')}\n`,
  ],
  [
    'in a stanza of comments',
    '',
    `# Made by an installer\n\n# Types: deb\n# URIs: https://b.example\n# Suites: stable\n# Signed-By: ${key('b')},\n#  ${key('a')}\n`,
  ],
])('is not the one that another source names: %s', (_where, line, stanza) => {
  expect(ownIn(`${a}${line}\n`, stanza)).not.toContain(key('a'))
})
