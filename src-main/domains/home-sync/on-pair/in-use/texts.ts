/** What is said of programs that use files in /home while a switch would change them. */
import { formatCount } from '../../../../kernel/units.ts'
import type { FileSetKind } from '../../../../commons/file-sets/what-makes-one.ts'
import { fileSetNames } from '../texts.ts'
import type { ChoiceText } from '../choices/texts.ts'

interface Used {
  readonly place: string
  readonly kind: 'file' | FileSetKind
  readonly programs: readonly string[]
}

const namedAtMost = 8

export const title = (label: string): string => `Programs on ${label} use files that will change`

export const heading = (label: string) => ({
  title: `Programs on ${label} use files that will change`,
  lead: 'Nothing is changed before copying starts.',
})

/** "soffice.bin uses Documents/plan.odt, firefox-bin uses .mozilla/firefox/x (profile)" */
export const reason = (used: readonly Used[]): string => listed(used, 'uses')

export const close = (label: string): ChoiceText => ({
  label: 'Close them first',
  effect: `Close them on ${label}, or log out there. Copying starts only when they are closed.`,
})

export const goOn = (isDatabase: boolean): ChoiceText => ({
  label: 'Go on anyway',
  effect: `The files are replaced. What these programs save from then on can be lost, and no snapshot has it.${isDatabase ? ' Databases can be damaged.' : ''}`,
})

export const stop: ChoiceText = { label: 'Stop here', effect: 'Nothing is changed.' }

export const readers = (used: readonly Used[], label: string) => ({
  title: `Programs on ${label} read files that will change`,
  text: `They go on with what they have until they are started again: ${listed(used, 'reads')}.`,
})

export const isOpenNow = (used: readonly Used[]): string => `Files that will change are open: ${listed(used, 'uses')}.`

function listed(used: readonly Used[], verb: string): string {
  const named = used.slice(0, namedAtMost).map(({ place, kind, programs }) => {
    const [one = '', ...more] = programs
    return `${more.length === 0 ? one : `${one} and ${formatCount(more.length)} more`} ${more.length === 0 ? verb : verb.slice(0, -1)} ${place}${kind === 'file' ? '' : ` (${fileSetNames[kind]})`}`
  })
  const rest = used.length - named.length
  return rest === 0 ? named.join(', ') : `${named.join(', ')}, and ${formatCount(rest)} more`
}
