/** Unit files as systemctl takes them; each answer is that of `systemctl --root=DIR is-enabled` and `enable` of systemd 252. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { canBeEnabled, listUnitFiles } from '../../../src-main/tools/systemd/unit-files.ts'
import { ownFolder } from '../../own-folder.ts'

let root: string

beforeEach(() => (root = ownFolder('unit-files')))

const put = (file: string, text: string): void => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
const packaged = (name: string, install: string): void =>
  put(`usr/lib/systemd/system/${name}`, `[Service]\nExecStart=true\n${install}`)

it('can be enabled where a section [Install] says how', () => {
  const wanted = '[Install]\nWantedBy=multi-user.target\n'
  packaged('wanted.service', wanted)
  packaged('folded.service', '[Install]\nWantedBy=\\\n  multi-user.target\n')
  packaged('alias.service', '[Install]\nAlias=display-manager.service other.service\n')
  packaged('template@.service', wanted)
  packaged('static.service', '')
  packaged('elsewhere.service', 'WantedBy=multi-user.target\n')
  packaged('commented.service', '# [Install]\n[Install]\n#WantedBy=multi-user.target\n')
  packaged('emptied.service', `${wanted}WantedBy=\n`)
  packaged('others.service', '[Install]\nAlso=wanted.service\n')
  packaged('named.txt', wanted)
  symlinkSync('static.service', path.join(root, 'usr/lib/systemd/system/linked.service'))
  symlinkSync('/gone.service', path.join(root, 'usr/lib/systemd/system/nowhere.service'))
  symlinkSync('itself.service', path.join(root, 'usr/lib/systemd/system/itself.service'))
  put('usr/lib/systemd/system/static.service.d', '[Install]\nWantedBy=multi-user.target\n')
  const units = listUnitFiles('system', root).packaged
  expect([...units].filter(([, install]) => canBeEnabled(install)).map(([name]) => name)).toEqual([
    ...['alias.service', 'folded.service', 'template@.service', 'wanted.service'],
  ])
  expect([...units].filter(([, install]) => !canBeEnabled(install)).map(([name]) => name)).toEqual([
    ...['commented.service', 'elsewhere.service', 'emptied.service', 'itself.service', 'linked.service'],
    ...['nowhere.service', 'others.service', 'static.service'],
  ])
  expect(units.get('alias.service')?.aliases).toEqual(['display-manager.service', 'other.service'])
})

it('can be enabled by a drop-in, or by a file of the same name in /etc, which stands before that of the package', () => {
  packaged('ours.service', '')
  packaged('theirs.service', '')
  packaged('taken.service', '[Install]\nWantedBy=multi-user.target\n')
  put('etc/systemd/system/ours.service.d/start.conf', '[Install]\nWantedBy=multi-user.target\n')
  put('usr/lib/systemd/system/theirs.service.d/start.conf', '[Install]\nWantedBy=multi-user.target\n')
  put('etc/systemd/system/taken.service', '[Service]\nExecStart=true\n')
  const units = listUnitFiles('system', root).packaged
  expect([...units].map(([name, install]) => [name, canBeEnabled(install)])).toEqual([
    ['ours.service', true],
    ['taken.service', false],
    ['theirs.service', true],
  ])
})

it('tells those of packages from hand-written ones, and from those that lie where nothing is carried', () => {
  packaged('theirs.service', '')
  put('etc/systemd/system/theirs.service', '')
  put('etc/systemd/system/mine.service', '[Install]\nAlias=my.service\n')
  put('etc/systemd/system/mnt-nas.automount', '[Install]\nWantedBy=multi-user.target\n')
  put('etc/systemd/system/-.mount', '')
  put('etc/systemd/system/notes.txt', '')
  put('etc/systemd/system/mine.service.d/limit.conf', '')
  symlinkSync('/dev/null', path.join(root, 'etc/systemd/system/masked.service'))
  put('usr/local/lib/systemd/system/local.service', '')
  put('usr/local/lib/systemd/system/theirs.service.d/limit.conf', '')
  put('usr/local/lib/systemd/user/other.service', '')
  const { packaged: theirs, local, elsewhere } = listUnitFiles('system', root)
  expect([[...theirs.keys()], [...local.keys()]]).toEqual([['theirs.service'], ['mine.service', 'mnt-nas.automount']])
  expect(elsewhere).toEqual([
    '/usr/local/lib/systemd/system/local.service',
    '/usr/local/lib/systemd/system/theirs.service.d',
  ])
  expect(listUnitFiles('user', root).elsewhere).toEqual(['/usr/local/lib/systemd/user/other.service'])
})
