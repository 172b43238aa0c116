import { expect, it } from 'vitest'
import { checkState } from '../../../src-main/domains/pairing/on-pair/check-state.ts'
import { readStatePlace } from '../../../src-main/domains/pairing/verbs.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

async function told(kind: Output<typeof readStatePlace>['kind']) {
  const folder = '/var/lib/pc-switcher'
  const { machine } = await memoryMachine('xps', [answer(readStatePlace, () => Promise.resolve({ kind, folder }))])
  return checkState(machine)
}

it('says of a laptop that was paired before its state had a subvolume what to do', async () => {
  expect(await told('in-system')).toEqual([
    {
      laptop: 'XPS',
      title: "pc-switcher's state",
      verdict: 'warning',
      text: '/var/lib/pc-switcher is a folder of the system. A rollback of the system rolls it back too.',
      hint: 'Pair the laptops again: pc-switcher then makes it a subvolume of its own.',
    },
  ])
})

it('says where it is, that it is not mounted, and nothing where there is nothing to say', async () => {
  expect(await told('apart')).toMatchObject([{ verdict: 'passed' }])
  expect(await told('not-mounted')).toMatchObject([
    { verdict: 'failed', hint: 'Run "sudo mount /var/lib/pc-switcher" on XPS, or restart it.' },
  ])
  expect(await told('none')).toEqual([])
})
