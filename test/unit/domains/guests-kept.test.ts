import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearFolder, type GuestParts } from '../../../src-main/domains/images/on-machine/guests/guest-parts.ts'
import { keepThese } from '../../../src-main/domains/images/on-machine/guests/keep-guests.ts'
import type { DefinedGuest } from '../../../src-main/tools/guests/virsh-guests.ts'
import { parseXml } from '../../../src-main/tools/xml.ts'
import { ownFolder } from '../../own-folder.ts'

const guests = ['win', 'lab', 'old'].map((name, index) => ({
  name,
  uuid: `${String(index).repeat(8)}-0000-0000-0000-000000000000`,
}))
const [win, lab, old] = guests as [DefinedGuest, DefinedGuest, DefinedGuest]
let folder: string

beforeEach(() => (folder = ownFolder('guests')))

/** As libvirt tells it. */
function read({ uuid, name }: DefinedGuest): Promise<GuestParts> {
  const definitionXml = `<domain type="qemu"><name>${name}</name><uuid>${uuid}</uuid><devices>
<disk type="file" device="disk"><driver name="qemu" type="qcow2"/><source file="/var/lib/libvirt/images/${name}.qcow2"/></disk>
</devices></domain>`
  return Promise.resolve({
    ...{ version: 1, uuid, name, tpm: [], snapshots: ['first'] },
    ...{ definition: parseXml(definitionXml, 'virsh'), definitionXml, variablesFile: undefined, tpmFolder: '' },
    snapshotXmls: ['<domainsnapshot><name>first</name></domainsnapshot>'],
  })
}

const fileOf = ({ uuid }: DefinedGuest, name: string) => path.join(folder, uuid, name)
const isKept = (one: DefinedGuest) =>
  existsSync(fileOf(one, 'definition.xml')) && readFileSync(fileOf(one, 'definition.xml'), 'utf8').includes(one.uuid)
const troublesOf = async (defined: readonly DefinedGuest[], how: Partial<Parameters<typeof keepThese>[1]> = {}) =>
  (await keepThese(defined, { read, folder, ...how })).map(({ name, error }) => [name, error.details?.split('\n')[0]])

describe('what is kept of guests beside their images', () => {
  it('is there for each, and goes with it', async () => {
    expect(await troublesOf(guests)).toEqual([])
    expect(guests.map(isKept)).toEqual([true, true, true])
    expect(await troublesOf([win])).toEqual([])
    expect(readdirSync(folder)).toEqual([win.uuid])
  })

  it.each([
    ['damaged', () => writeFileSync(fileOf(win, 'parts.json'), '{"version":1,')],
    ['of another shape', () => writeFileSync(fileOf(win, 'parts.json'), '[]')],
    ['without a definition', () => rmSync(fileOf(win, 'definition.xml'))],
    ['with a definition that is none', () => writeFileSync(fileOf(win, 'definition.xml'), '<domain')],
    ['with a snapshot that is none', () => writeFileSync(fileOf(win, 'snapshots/0.xml'), '<domain')],
    ['without a snapshot', () => rmSync(fileOf(win, 'snapshots/0.xml'))],
    [
      'with a folder in the place of a file',
      () => {
        rmSync(fileOf(win, 'parts.json'))
        mkdirSync(fileOf(win, 'parts.json'))
      },
    ],
    [
      'a file',
      () => {
        rmSync(path.join(folder, win.uuid), { recursive: true })
        writeFileSync(path.join(folder, win.uuid), '')
      },
    ],
  ])('is written anew where it is %s', async (_how, damage) => {
    await keepThese(guests, { read, folder })
    damage()
    expect(await troublesOf(guests)).toEqual([])
    expect(guests.map(isKept)).toEqual([true, true, true])
  })

  it('is there for every other guest where one cannot be read, and that one is named', async () => {
    await keepThese(guests, { read, folder })
    const told = await troublesOf(guests, {
      read: (one) => (one.name === 'lab' ? Promise.reject(new Error('no such domain')) : read(one)),
    })
    expect(told).toEqual([['lab', 'Error: no such domain']])
    expect(readdirSync(folder)).toEqual([win.uuid, old.uuid])
  })

  it('is there for every other guest where a record cannot be replaced or removed, and each of these is named', async () => {
    await keepThese([win, old], { read, folder })
    writeFileSync(fileOf(win, 'parts.json'), '')
    const stuck = [win.uuid, old.uuid]
    const remove = (place: string) =>
      stuck.includes(path.basename(place)) ? Promise.reject(new Error('EIO')) : clearFolder(place)
    const told = await troublesOf([win, lab], { remove })
    expect(new Set(told.map(([name]) => name))).toEqual(new Set(['win', old.uuid]))
    expect([lab, old].map(isKept)).toEqual([true, true])
  })
})
