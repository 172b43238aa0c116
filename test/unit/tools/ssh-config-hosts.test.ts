import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { readConfigHosts } from '../../../src-main/tools/ssh/ssh-config-hosts.ts'
import { ownFolder } from '../../own-folder.ts'

let home = ''
const put = (name: string, lines: readonly string[]): void => {
  const file = path.join(home, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, lines.join('\n'))
}

beforeEach(() => (home = ownFolder('pc-switcher-config')))

it('gives names of machines, each once, and no pattern', async () => {
  put('.ssh/config', [
    '# Host commented',
    'Host xps spare',
    '  HostName 192.168.1.23',
    'host = "nas"  # Host at home',
    '\tHOST *.example.org !bad build? work',
    'Match host elsewhere',
    'Host xps',
  ])
  expect(await readConfigHosts(home)).toEqual(['xps', 'spare', 'nas', 'work'])
})

it('follows what is included, from wherever it is named, and no circle', async () => {
  put('.ssh/config', ['Include conf.d/*.conf ~/work/ssh', `Include ${home}/far`, 'Host last'])
  put('.ssh/conf.d/20.conf', ['Host second', 'Include ../config'])
  put('.ssh/conf.d/10.conf', ['Host first'])
  put('.ssh/conf.d/30.off', ['Host off'])
  put('work/ssh', ['Host at-work'])
  put('far', ['Host far'])
  expect(await readConfigHosts(home)).toEqual(['first', 'second', 'at-work', 'far', 'last'])
})

it('knows nobody where there are no settings', async () => {
  expect(await readConfigHosts(home)).toEqual([])
})
