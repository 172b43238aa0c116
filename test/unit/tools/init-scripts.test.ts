import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { listInitScripts } from '../../../src-main/tools/systemd/init-scripts.ts'
import { ownFolder } from '../../own-folder.ts'

let etc: string

beforeEach(() => {
  etc = ownFolder('init-scripts')
  for (const folder of ['init.d', 'rc5.d', 'rc2.d', 'systemd/system'])
    mkdirSync(path.join(etc, folder), { recursive: true })
})

function script(name: string, mode = 0o755): void {
  writeFileSync(path.join(etc, 'init.d', name), '#!/bin/sh\n')
  chmodSync(path.join(etc, 'init.d', name), mode)
}

it('finds scripts that no unit stands for, and whether they start', () => {
  for (const name of ['on', 'off', 'known', 'own', 'blocked', 'hwclock.sh']) script(name)
  script('README', 0o644)
  symlinkSync('on', path.join(etc, 'init.d/link'))
  symlinkSync('../init.d/on', path.join(etc, 'rc5.d/S01on'))
  symlinkSync('../init.d/off', path.join(etc, 'rc5.d/K01off'))
  symlinkSync('../init.d/known', path.join(etc, 'rc5.d/S01known'))
  writeFileSync(path.join(etc, 'systemd/system/own.service'), '')
  symlinkSync('/dev/null', path.join(etc, 'systemd/system/blocked.service'))
  expect(listInitScripts(new Set(['known.service']), etc)).toEqual([
    { unit: 'blocked.service', isEnabled: false },
    { unit: 'off.service', isEnabled: false },
    { unit: 'on.service', isEnabled: true },
  ])
})

it('finds none where there are no such folders', () => {
  expect(listInitScripts(new Set(), path.join(etc, 'absent'))).toEqual([])
})
