/** What is said of what is told by name. */
import type { ProgramKind } from '../../../../contract/packages-others.ts'
import { countOf } from '../../../../kernel/units.ts'

type All = readonly unknown[]
type Units = readonly { readonly entry: { readonly kind: 'link' | 'file' } }[]

const details: Readonly<Record<ProgramKind, string>> = {
  file: 'Install it there by hand',
  npm: 'Install it there with npm',
  pip: 'Install it there with pip',
  pipx: 'Install it there with pipx',
  cargo: 'Install it there with cargo',
  brew: 'Install it there with Homebrew',
  appimage: 'Copy it there by hand',
}
const kinds: Readonly<Record<ProgramKind, string>> = {
  ...{ file: 'file', npm: 'npm', pip: 'pip', pipx: 'pipx', cargo: 'cargo', brew: 'Homebrew', appimage: 'AppImage' },
}

const countPrograms = ({ length }: All): string => countOf(length, 'program')

export const programs = {
  ...{ title: 'Installed without a package manager', counted: countPrograms, details, kinds },
  what: (all: All): string => `${countPrograms(all)} installed by hand`,
  inPlan: (all: All): string => `${countPrograms(all)} installed by hand not copied`,
  summaryOf: (all: All, from: string): string => `${countPrograms(all)} stay on ${from} only`,
  nothingDone: (label: string): string => `Nothing installed by hand was changed on ${label}`,
  rule: 'What is in /opt, /usr/local and /usr/lib/node_modules is not copied',
} as const

const countDiversions = ({ length }: All): string => countOf(length, 'diversion')

export const diversions = {
  ...{ title: 'Diverted files of packages', counted: countDiversions },
  what: (all: All): string => `${countDiversions(all)} of dpkg-divert`,
  inPlan: (all: All): string => `${countDiversions(all)} not copied`,
  summaryOf: (all: All, from: string, to: string): string =>
    `${countDiversions(all)} of dpkg-divert on ${from} that ${to} does not have`,
  detail: (to: string): string => `Set to ${to}. If you need it there too, run dpkg-divert`,
  nothingDone: (label: string): string => `No diversion was changed on ${label}`,
  rule: 'Diversions are not copied',
} as const

/** "2 links and 1 file of services". */
function countUnits(all: Units): string {
  const files = all.filter(({ entry }) => entry.kind === 'file').length
  const links = all.length - files
  const parts = [...(links > 0 ? [countOf(links, 'link')] : []), ...(files > 0 ? [countOf(files, 'file')] : [])]
  return `${parts.join(' and ')} of services`
}

export const units = {
  ...{ title: 'Services set up by hand', counted: countUnits, what: countUnits },
  inPlan: (all: Units): string => `${countUnits(all)} not copied`,
  summaryOf: (all: Units, from: string): string => `${countUnits(all)} stay on ${from} only`,
  details: {
    link: 'Not made by systemctl enable. Make the link there by hand',
    lost: 'Leads to no unit, and starts nothing',
    file: 'Copy it there by hand',
  },
  nothingDone: (label: string): string => `No service set up by hand was changed on ${label}`,
  leadsTo: (path: string, target: string): string => `${path} → ${target}`,
  lost: (link: string): string => `${link}, which leads to no unit`,
  rule: 'Links made by hand in /etc/systemd, and units in /usr/local, are not copied',
} as const
