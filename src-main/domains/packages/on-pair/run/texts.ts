/** What is said while packages and services are changed, and when it is done. */
import type { ErrorText } from '../../../../kernel/app-error.ts'
import { countOf, formatCount } from '../../../../kernel/units.ts'
import type { PackageAction } from '../../model.ts'
import { firstOf } from '../apps/texts.ts'
import { shortList } from '../sources/texts.ts'

export const working = {
  downloading: 'Downloading packages',
  copying: (label: string): string => `Copying packages from ${label}`,
  installing: 'Installing packages',
} as const

interface NotBrought {
  readonly names: readonly string[]
  /** Of these, what came from the other laptop and is something else. */
  readonly refused: readonly string[]
}

export function notBrought({ names, refused }: NotBrought, from: string, to: string): ErrorText {
  const what = names.length === 1 ? 'one package' : `${formatCount(names.length)} packages`
  const tampered =
    refused.length === 0 ? '' : ` What ${from} sent for ${shortList(refused)} is not what its package source signed.`
  return {
    message: `${to} can't download ${what}, and ${from} can't send ${names.length === 1 ? 'it' : 'them'}: ${shortList(names)}.${tampered} No package was changed.`,
    hint: `Connect ${to} or ${from} to the internet, then resume.`,
  }
}

export const archiveDetail = (fileName: string, bytes: number, sha256: string): string =>
  `${fileName}, ${countOf(bytes, 'byte')}, SHA-256 ${sha256}`

interface Done {
  readonly packages: number
  readonly services: number
  readonly sources: number
  readonly marks: number
}

export function done({ packages, services, sources, marks }: Done, label: string): string {
  const parts = [
    ...(sources > 0 ? [countOf(sources, 'package source')] : []),
    ...(packages > 0 ? [countOf(packages, 'package')] : []),
    ...(services > 0 ? [countOf(services, 'service')] : []),
    ...(marks > 0 ? [countOf(marks, 'package mark')] : []),
  ]
  return parts.length === 0 ? `No changes needed on ${label}` : `${shortList(parts)} changed on ${label}`
}

/** `done`: without a full stop. `units`: those that systemctl refused to change. */
export const withRefusedUnits = (done: string, units: readonly string[]): string =>
  units.length === 0 ? done : `${done}, ${countOf(units.length, 'service')} could not be set: ${firstOf(units)}`

const acts: Readonly<Record<PackageAction['act'], string>> = {
  install: 'installed',
  update: 'updated',
  downgrade: 'replaced by an older version',
  remove: 'removed',
}

/** What changed since the plan was answered, a sentence each. */
export const changed = {
  nowAlso: ({ name, act }: PackageAction) => `${name} would now be ${acts[act]}, too.`,
  noLonger: ({ name, act }: PackageAction) => `${name} no longer needs to be ${acts[act]}.`,
  newQuestion: (name: string) => `Removing ${name} is a new question.`,
  goneQuestion: (name: string) => `Removing ${name} is no longer a question.`,
  notInstallable: (name: string) => `${name} can no longer be installed.`,
  unitDiffers: (unit: string) => `${unit} differs now.`,
  unitSame: (unit: string) => `${unit} no longer differs.`,
} as const
