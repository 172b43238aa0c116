/** What the page of machines and containers says of both laptops. */
import { expect, it } from 'vitest'
import type { AppParts } from '../../../src-main/commons/capability/app-capability.ts'
import { findGuestLacks, listGuests, type Guest, type GuestList } from '../../../src-main/domains/images/guest-verbs.ts'
import { machinesPage } from '../../../src-main/domains/images/on-pair/machines/machines-page.ts'
import { listImages, type Image, type ImageList } from '../../../src-main/domains/images/verbs.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const uuid = '0f0d5a0e-52f4-4a55-8a11-6f0f4f1f9c02'

function guest(name: string, more: Partial<Guest> = {}): Guest {
  return {
    ...{
      uuid,
      name,
      state: 'off',
      images: [bytePathFromText('win.qcow2')],
      elsewhere: [],
      hasVariables: true,
      hasTpm: true,
      snapshots: [],
    },
    ...{ digest: 'a'.repeat(64), sinceEqual: 'never-equal' },
    needs: { files: [], networks: [], pools: [] },
    ...more,
  }
}

const beside = { others: [], gone: [], freeBytes: 1, fileSystem: '/' }

async function laptop(name: string, list: GuestList, images: ImageList = { kind: 'none', ...beside }) {
  const { machine } = await memoryMachine(name, [
    answer(listGuests, () => Promise.resolve(list)),
    answer(listImages, () => Promise.resolve(images)),
    answer(findGuestLacks, () =>
      Promise.resolve({ lacks: [{ uuid, lacks: [{ kind: 'network', name: 'lab' } as const] }] }),
    ),
  ])
  return machine
}

const listed = (guests: Guest[]): GuestList => ({ kind: 'guests', guests, gone: [], refused: [] })

interface Given {
  readonly disks?: ImageList
  readonly volumes?: readonly unknown[]
  readonly images?: readonly unknown[]
}

async function read(here: GuestList, there: GuestList, given: Given = {}) {
  const machines = [await laptop('P17', here, given.disks), await laptop('XPS', there)] as const
  const labels = { here: { name: 'p17', label: 'P17' }, there: { name: 'xps', label: 'XPS' } }
  const volumes = given.volumes ?? [
    { engine: 'podman', name: 'db', here: { bytes: 1_000, usedBy: ['shop'] }, there: { bytes: 2_000, usedBy: [] } },
    { engine: 'docker', name: 'db', there: { bytes: 3_000, usedBy: [] }, decision: 'both' },
  ]
  const images = given.images ?? [{ engine: 'docker', name: 'app:1', here: { bytes: 5_000, id: 'b', isPulled: true } }]
  const kept = JSON.stringify({ version: 1, kept: [{ kind: 'image', name: 'win.qcow2' }] })
  const parts = {
    reach: { both: () => Promise.resolve(machines) },
    workState: {
      read: (work: (opened: unknown) => unknown) => work({ state: { readFile: () => Promise.resolve(kept) } }),
    },
    calls: () => ({ containersList: () => Promise.resolve({ ...labels, volumes, images, troubles: [] }) }),
  }
  return machinesPage.read(parts as unknown as AppParts)
}

it('shows what each laptop has, where it runs, what it lacks there, and how it is decided', async () => {
  expect(await read(listed([guest('win', { state: 'running' })]), listed([]))).toEqual({
    lead: '1 virtual machine, 2 volumes, 1 image of containers on both laptops.',
    sections: [
      {
        title: 'Virtual machines',
        rows: [
          {
            title: 'win',
            text: 'P17: running. XPS: not there. XPS lacks the network lab. Each laptop keeps its own, as you chose',
            value: 'Only on P17',
          },
        ],
      },
      {
        title: 'Volumes of containers',
        rows: [
          { title: 'db', text: 'P17: 1.0 kB, in use by shop. XPS: 2.0 kB', value: 'On both' },
          { title: 'db (Docker)', text: 'P17: not there. XPS: 3.0 kB', value: 'On both, by a rule' },
        ],
      },
      {
        title: 'Images of containers',
        rows: [
          { title: 'app:1 (Docker)', text: 'P17: 5.0 kB. XPS: not there. Can be pulled again', value: 'Only on P17' },
        ],
      },
    ],
  })
})

it('never takes a guest for missing where libvirt does not answer', async () => {
  const { sections } = await read(listed([guest('win')]), { kind: 'silent' })
  expect(sections[0]).toMatchObject({ title: 'Not known', rows: [{ title: 'libvirt does not answer on XPS' }] })
  expect(sections[1]?.rows[0]).toMatchObject({
    text: 'P17: off. XPS: not known. Each laptop keeps its own, as you chose',
    value: 'Compared at the next switch',
  })
})

it('names disk images that belong to no virtual machine, and says that there is nothing only of what answered', async () => {
  const disk: Image = {
    name: bytePathFromText('old.qcow2'),
    bytes: 9,
    allocatedBytes: 4_000,
    modifiedAt: '',
    backing: { kind: 'none' },
    owner: 'root',
    group: 'root',
    mode: 0o600,
    sinceEqual: 'never-equal',
  }
  const nothing = { volumes: [], images: [] }
  const found = await read(listed([]), listed([]), { ...nothing, disks: { ...beside, kind: 'images', images: [disk] } })
  expect(found.lead).toBe('1 disk image on both laptops.')
  expect(found.sections).toEqual([
    {
      title: 'Disk images without a virtual machine',
      rows: [{ title: 'old.qcow2', text: 'P17: 4.0 kB. XPS: not there', value: 'Only on P17' }],
    },
  ])
  expect((await read(listed([]), listed([]), nothing)).lead).toMatch(/^Neither laptop has/)
  expect((await read({ kind: 'silent' }, listed([]), nothing)).lead).toBe('Not everything could be looked at.')
})
