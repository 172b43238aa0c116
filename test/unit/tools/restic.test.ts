/** What restic's words mean. Those about a folder and a server that refuses are recorded of 0.14. */
import { expect, it } from 'vitest'
import { whyNot } from '../../../src-main/tools/restic/run-restic.ts'
import { titles } from '../../../src-main/tools/titles/messages.ts'

const said = (exitCode: number, stderr: string) => whyNot(titles.readStore({}), { exitCode, stderr }).problem?.id

/** Of every place whose config cannot be opened. */
const unopened = (why: string) =>
  `Fatal: unable to open config file: ${why}\nIs there a repository at the following location?\n/store\n`

it.each([
  'stat /store/config: no such file or directory',
  'Lstat: file does not exist',
  'Stat: The specified key does not exist.',
])('there is no store where %s', (why) => {
  expect(said(1, unopened(why))).toBe('tools.noStore')
})

it('there is no store where a later restic says so by its exit code', () => {
  expect(said(10, 'Fatal: repository does not exist: unable to open config file')).toBe('tools.noStore')
})

it.each([
  unopened('stat /store/config: input/output error'),
  unopened('stat /store/config: too many levels of symbolic links'),
  unopened('Stat: Get "http://nas:9000/store/?location=": dial tcp 10.0.0.5:9000: connect: connection refused'),
  unopened('Stat: Get "https://nas/store/?location=": dial tcp: lookup nas: no such host'),
  'Load(<data/2710baf52e>, 0, 0) failed: The specified key does not exist.',
  'Resolving password failed: /run/password: no such file or directory',
])('nobody knows whether there is a store where restic says %j', (stderr) => {
  expect(said(1, stderr)).toBe('tools.storeFailed')
})
