import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseDomainStats } from '../../../src-main/tools/guests/virsh.ts'

it('tells which guest works on which images', () => {
  const recorded = readFileSync('test/fixtures/virsh/domstats-11.3.txt', 'utf8').split('\n').slice(1).join('\n')
  expect(parseDomainStats(recorded)).toEqual([
    { name: "it's two", disks: ['/var/lib/libvirt/images/vbase2.qcow2'] },
    { name: 'one', disks: ['/var/lib/libvirt/images/my vm.qcow2'] },
  ])
  expect(parseDomainStats('\n')).toEqual([])
})
