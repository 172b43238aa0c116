import { mkdirSync, writeFileSync } from 'node:fs'
import type { NetworkInterfaceInfo } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { byCableFirst, cableTo } from '../../../src-main/machine/by-cable.ts'
import { readWiredNetworks } from '../../../src-main/tools/wired-networks.ts'
import { ownFolder } from '../../own-folder.ts'

const gigabit = { cidr: '192.168.1.23/24', megabits: 1_000 }
const slow = { cidr: '10.0.0.2/8', megabits: 100 }
const six = { cidr: 'fd00:1::23/64', megabits: 2_500 }

describe('addresses of the other laptop', () => {
  it('come in their order where no cable leads to them', () => {
    expect(byCableFirst(['172.20.10.4', 'xps.local', 'fd00:2::1'], [gigabit, six])).toEqual([
      '172.20.10.4',
      'xps.local',
      'fd00:2::1',
    ])
  })

  it('come first where a cable leads to them, the fastest before the others', () => {
    const addresses = ['172.20.10.4', 'xps.local', '10.9.8.7', '192.168.1.40', 'fd00:1::40']
    expect(byCableFirst(addresses, [six, gigabit, slow])).toEqual([
      'fd00:1::40',
      '192.168.1.40',
      '10.9.8.7',
      '172.20.10.4',
      'xps.local',
    ])
    expect(addresses.map((address) => cableTo(address, [six, gigabit, slow]))).toEqual([
      undefined,
      undefined,
      100,
      1_000,
      2_500,
    ])
  })
})

describe('networks of a cable', () => {
  let sysfs: string
  beforeEach(() => (sysfs = ownFolder('sysfs')))

  function card(name: string, cidr: string, files: readonly string[], speed?: string) {
    mkdirSync(path.join(sysfs, name))
    for (const file of files) mkdirSync(path.join(sysfs, name, file))
    if (speed !== undefined) writeFileSync(path.join(sysfs, name, 'speed'), `${speed}\n`)
    return [name, [{ cidr } as NetworkInterfaceInfo]] as [string, NetworkInterfaceInfo[]]
  }

  it('are those of cards with a link, the fastest first, and no radio, bridge or tunnel', () => {
    const all = Object.fromEntries([
      card('lo', '127.0.0.1/8', []),
      card('enp0s31f6', '192.168.1.23/24', ['device'], '1000'),
      card('enx0050b6', '192.168.7.2/24', ['device'], '2500'),
      card('wlp0s20f3', '192.168.1.24/24', ['device', 'phy80211'], '866'),
      card('docker0', '172.17.0.1/16', [], '10000'),
      card('eno2', '10.1.1.1/24', ['device'], '-1'),
      card('eno3', '10.1.2.1/24', ['device']),
    ])
    expect(readWiredNetworks(sysfs, all)).toEqual([
      { cidr: '192.168.7.2/24', megabits: 2_500 },
      { cidr: '192.168.1.23/24', megabits: 1_000 },
    ])
  })
})
