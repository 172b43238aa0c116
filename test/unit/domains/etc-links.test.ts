/** Which links of /etc are decided about as files are, and which follow from packages and services. */
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { createEtcMemory } from '../../../src-main/domains/etc-tracking/on-machine/etc-memory.ts'
import { readEtc } from '../../../src-main/domains/etc-tracking/on-machine/inspect-etc.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { ownFolder } from '../../own-folder.ts'

let etc: string

beforeEach(() => (etc = ownFolder('etc-links')))

it('asks about a link below /etc/systemd unless it says how a unit starts', async () => {
  for (const [name, target] of [
    ['systemd/system/x.service', '/opt/x/x.service'],
    ['systemd/system/default.target', '/usr/lib/systemd/system/multi-user.target'],
    ['systemd/user/y.timer', '/dev/null'],
    ['systemd/system/x.service.wants/y.service', '/usr/lib/systemd/system/y.service'],
    ['systemd/system/x.service.upholds/y.service', '/usr/lib/systemd/system/y.service'],
    ['systemd/system/x.service.d/limit.conf', '/dev/null'],
    ['systemd/resolved.conf.d/no-llmnr.conf', '/dev/null'],
    ['systemd/mine.conf', '/srv/journald.conf'],
  ] as const) {
    mkdirSync(path.dirname(path.join(etc, name)), { recursive: true })
    symlinkSync(target, path.join(etc, name))
  }
  const memory = createEtcMemory(() => Date.now())
  const { entries } = await readEtc(
    etc,
    { never: createNeverList(neverEntries([])), memory, isLaptop: () => false },
    {},
  )
  const links = entries.flatMap((one) => (one.kind === 'link' ? [[one.path, one.origin]] : []))
  expect(links.toSorted()).toEqual([
    ['/systemd/mine.conf', 'unowned'],
    ['/systemd/resolved.conf.d/no-llmnr.conf', 'unowned'],
    ['/systemd/system/default.target', 'made'],
    ['/systemd/system/x.service', 'made'],
    ['/systemd/system/x.service.d/limit.conf', 'unowned'],
    ['/systemd/user/y.timer', 'made'],
  ])
})
