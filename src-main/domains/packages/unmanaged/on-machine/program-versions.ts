/** Which version a program is, as its package manager wrote it down: nothing is run, and no link is followed. */
import { closeSync, fstatSync, readSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { openInside, type FolderEntry } from '../../../../tools/files/safe-path.ts'
import { versionSchema, type Program } from '../model.ts'
import { crateVersions } from './crate-versions.ts'
import { parseJson } from './parse-json.ts'

/** Below `root`. */
export interface Places {
  readonly root: string
  readonly read: (place: BytePath) => readonly FolderEntry[]
}

type Found = Pick<Program, 'by'> & { readonly place: BytePath }

/** Undefined where nothing says it. A file that is asked for again is read once. */
export function versionReader(places: Places): (program: Found) => string | undefined {
  const crates = new Map<BytePath, ReadonlyMap<string, string>>()
  const cratesOf = (folder: BytePath) => {
    const known = crates.get(folder) ?? crateVersions((name) => readText(places, folder, name))
    crates.set(folder, known)
    return known
  }
  const find = ({ by, place }: Found): string | undefined => {
    switch (by) {
      case 'npm':
        return versionOfModule(readText(places, place, 'package.json'))
      case 'pipx':
        return versionInVenv(places, place)
      case 'cargo':
        return cratesOf(path.posix.join(place, '../..')).get(path.posix.basename(place))
      case 'brew':
        return keptVersions(places, place)
      default:
        return undefined
    }
  }
  return (program) => {
    const parsed = versionSchema.safeParse(find(program))
    return parsed.success ? parsed.data : undefined
  }
}

/** "requests-2.32.3.dist-info", as the specification of recorded projects has it: no name has a dash there. */
export function parseDistInfo(name: string): { readonly name: string; readonly version?: string } {
  const [, project, version] = /^([^-]+)-(.+)\.dist-info$/.exec(name) ?? []
  if (project === undefined) return { name: name.replace(/\.dist-info$/, '') }
  return versionSchema.safeParse(version).success && version !== undefined
    ? { name: project, version }
    : { name: project }
}

const moduleSchema = z.object({ version: z.string() })

function versionOfModule(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const parsed = moduleSchema.safeParse(parseJson(text))
  return parsed.success ? parsed.data.version : undefined
}

/** Of the project that the folder is called after; a suffix of pipx(1) leads to none. */
function versionInVenv({ read }: Places, venv: BytePath): string | undefined {
  const wanted = normalized(path.posix.basename(venv))
  const found = read(`${venv}/lib`)
    .filter(({ name, isFolder }) => isFolder && name.startsWith('python3'))
    .flatMap(({ name }) => read(`${venv}/lib/${name}/site-packages`))
    .filter(({ name }) => name.endsWith('.dist-info'))
    .map(({ name }) => parseDistInfo(name))
  return found.find(({ name }) => normalized(name) === wanted)?.version
}

/** Names of projects that mean the same. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '_')
}

function keptVersions({ read }: Places, cellar: BytePath): string | undefined {
  const versions = read(cellar)
    .filter(({ name, isFolder }) => isFolder && !name.startsWith('.'))
    .map(({ name }) => name)
  return versions.length === 0 ? undefined : versions.sort().join(', ')
}

/** What is larger was written by no package manager. */
const mostBytes = 1_000_000

/** Undefined where the folder has no such file. */
function readText({ root, read }: Places, folder: BytePath, name: string): string | undefined {
  // Settings are read where names are.
  if (!read(folder).some((entry) => entry.isFile && entry.name === name)) return undefined
  const descriptor = openInside(root, `${folder}/${name}`)
  if (descriptor === undefined) return undefined
  try {
    const { size } = fstatSync(descriptor)
    if (size > mostBytes) return undefined
    const bytes = Buffer.alloc(size)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0)).toString()
  } finally {
    closeSync(descriptor)
  }
}
