/**
 * What belongs to a guest beside its disks, as one folder of root's:
 *
 *   parts.json       names, owners and modes
 *   definition.xml
 *   variables        UEFI variables
 *   tpm/             as swtpm keeps it
 *   snapshots/N.xml  parents first
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, copyFile, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { readOwn, readOwnText } from '../../../../tools/files/own-file.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { digestOf, factsOf } from '../../../../tools/guests/domain-xml.ts'
import {
  guestFolders,
  readDefinition,
  readSnapshots,
  type DefinedGuest,
} from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { elementsAt, parseXml, type Element } from '../../../../tools/xml.ts'
import { guestNameSchema, uuidSchema } from '../../guest-verbs.ts'

const rightsSchema = z.object({ owner: z.string(), group: z.string(), mode: z.int().min(0).max(0o777) })
type Rights = z.infer<typeof rightsSchema>
/** Of swtpm's folder: no way leads out of it. */
const tpmPathSchema = z.string().regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*[A-Za-z0-9_-][A-Za-z0-9._-]*$/)
const partsSchema = z.object({
  version: z.literal(1),
  uuid: uuidSchema,
  name: guestNameSchema,
  variables: rightsSchema.extend({ name: z.string().regex(/^[^/\0.][^/\0]*$/) }).optional(),
  /** Of the folder "" itself first, and folders before what is in them. */
  tpm: z.array(rightsSchema.extend({ path: z.union([z.literal(''), tpmPathSchema]), isFolder: z.boolean() })),
  snapshots: z.array(z.string()),
  current: z.string().optional(),
})
type Parts = z.infer<typeof partsSchema>

export interface GuestParts extends Parts {
  readonly definition: Element
  readonly definitionXml: string
  readonly snapshotXmls: readonly string[]
  /** Where its variables and its TPM are: those of the guest, or copies of them. */
  readonly variablesFile: string | undefined
  readonly tpmFolder: string
}

/** As they are now. */
export async function readParts({ uuid, name }: DefinedGuest, options: RunOptions): Promise<GuestParts> {
  const definitionXml = await readDefinition(uuid, options)
  const definition = parseXml(definitionXml, 'virsh')
  const snapshots = await readSnapshots(uuid, options)
  const variablesFile = variablesOf(definition)
  const variables = variablesFile === undefined ? undefined : await rightsOf(variablesFile)
  const tpmFolder = path.join(guestFolders.tpm, uuid)
  return {
    version: 1,
    uuid,
    name,
    ...(variables === undefined || variablesFile === undefined
      ? {}
      : { variables: { name: path.basename(variablesFile), ...variables } }),
    tpm: hasTpm(definition) ? await readTpm(tpmFolder, '') : [],
    snapshots: snapshots.list.map((one) => one.name),
    ...(snapshots.current === undefined ? {} : { current: snapshots.current }),
    definition,
    definitionXml,
    snapshotXmls: snapshots.list.map(({ xml }) => xml),
    variablesFile,
    tpmFolder,
  }
}

/** Where a definition says that its UEFI variables are. */
export function variablesOf(definition: Element): string | undefined {
  const [nvram] = elementsAt(definition, 'os/nvram')
  if (nvram === undefined) return undefined
  const file = nvram.text === '' ? elementsAt(nvram, 'source')[0]?.attributes['file'] : nvram.text
  return file === '' ? undefined : file
}

export function hasTpm(definition: Element): boolean {
  return elementsAt(definition, 'devices/tpm/backend').some(({ attributes }) => attributes['type'] === 'emulator')
}

/** Undefined for a file that is not there: libvirt makes it at the first start. */
async function rightsOf(file: string): Promise<Rights | undefined> {
  const stat = await lstat(file).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined
    throw error
  })
  if (stat === undefined) return undefined
  const accounts = readAccounts()
  return { owner: accounts.userName(stat.uid), group: accounts.groupName(stat.gid), mode: stat.mode & 0o777 }
}

/** Locks and sockets of a swtpm that runs are of that run. */
async function readTpm(folder: string, within: string): Promise<Parts['tpm']> {
  const place = path.join(folder, within)
  const rights = await rightsOf(place)
  if (rights === undefined) return []
  const found: Parts['tpm'] = [{ path: within, isFolder: true, ...rights }]
  for (const entry of (await readdir(place, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const one = path.join(within, entry.name)
    if (!tpmPathSchema.safeParse(one).success) continue
    if (entry.isDirectory()) found.push(...(await readTpm(folder, one)))
    const own = entry.isFile() ? await rightsOf(path.join(folder, one)) : undefined
    if (own !== undefined) found.push({ path: one, isFolder: false, ...own })
  }
  return found
}

/** Of all of it but owners and modes, which each laptop has its own of. */
export function digestOfParts(parts: GuestParts): Promise<string> {
  const { definition, snapshotXmls, current, tpm, tpmFolder, variables, variablesFile } = parts
  const files = tpm.filter(({ isFolder }) => !isFolder)
  const whole = {
    definition: digestOf(factsOf(definition)),
    variables: variables === undefined || variablesFile === undefined ? null : sumOf(variablesFile),
    tpm: files.map((one) => [one.path, sumOf(path.join(tpmFolder, one.path))]),
    snapshots: snapshotXmls.map((xml) => digestOf(factsOf(parseXml(xml, 'virsh')))),
    current: current ?? null,
  }
  return Promise.resolve(createHash('sha256').update(JSON.stringify(whole)).digest('hex'))
}

function sumOf(file: string): string {
  return createHash('sha256').update(readOwn(file)).digest('hex')
}

const written = { mode: 0o600, flag: 'wx', flush: true } as const

/** Into a folder that is not there yet. Gives paths of files in it. */
export async function writeParts(parts: GuestParts, folder: string): Promise<readonly string[]> {
  await mkdir(path.join(folder, 'snapshots'), { recursive: true, mode: 0o700 })
  const files = ['parts.json', 'definition.xml']
  await writeFile(path.join(folder, 'parts.json'), JSON.stringify(partsSchema.parse(parts)), written)
  await writeFile(path.join(folder, 'definition.xml'), parts.definitionXml, written)
  for (const [number, xml] of parts.snapshotXmls.entries()) {
    files.push(snapshotFile(number))
    await writeFile(path.join(folder, snapshotFile(number)), xml, written)
  }
  if (parts.variables !== undefined && parts.variablesFile !== undefined) {
    files.push('variables')
    await copyOwn(parts.variablesFile, path.join(folder, 'variables'))
  }
  for (const { path: one, isFolder } of parts.tpm) {
    const place = path.join(folder, 'tpm', one)
    if (isFolder) await mkdir(place, { mode: 0o700 })
    else {
      files.push(path.join('tpm', one))
      await copyOwn(path.join(parts.tpmFolder, one), place)
    }
  }
  return files
}

export const snapshotFile = (number: number): string => `snapshots/${String(number)}.xml`

/** Root's, whoever has what it is a copy of. */
async function copyOwn(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await chown(to, 0, 0)
}

/** As they were written; AppError or an error of its shape for what is not whole. */
export function readWrittenParts(folder: string): Promise<GuestParts> {
  return new Promise((resolve) => {
    resolve(writtenIn(folder))
  })
}

function writtenIn(folder: string): GuestParts {
  const parts = partsSchema.parse(JSON.parse(readOwnText(path.join(folder, 'parts.json'))))
  const definitionXml = readOwnText(path.join(folder, 'definition.xml'))
  const snapshotXmls = parts.snapshots.map((_name, number) => readOwnText(path.join(folder, snapshotFile(number))))
  return {
    ...parts,
    definition: parseXml(definitionXml, 'virsh'),
    definitionXml,
    snapshotXmls,
    variablesFile: parts.variables === undefined ? undefined : path.join(folder, 'variables'),
    tpmFolder: path.join(folder, 'tpm'),
  }
}

export async function listWritten(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? (await readdir(folder)).filter((name) => uuidSchema.safeParse(name).success) : []
}

export async function clearFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
