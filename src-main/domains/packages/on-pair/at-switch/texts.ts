/** What the page of programs says of one thing in a switch, of the laptop that the switch takes. */
import type { Change } from '../../../../contract/preview.ts'

type Effect = Change['effect']

/** `detail` of a plan has no full stop at its end, or more sentences than one. */
export function sentence(detail: string): string {
  return detail === '' || /[.?!]$/.test(detail) ? detail : `${detail}.`
}

function cannot(detail: string, { kind, isSource }: About): string {
  if (isSource) return `Not added. ${sentence(detail)}`
  const isProgram = ['apt', 'flatpak', 'snap'].includes(kind)
  return isProgram ? `Can't be installed: ${lowerFirst(sentence(detail))}` : `Not copied. ${sentence(detail)}`
}

/** A name at the beginning stays as it is. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]+ /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

interface About {
  readonly kind: string
  readonly isSource: boolean
}

export const effects: Readonly<Record<Effect, (detail: string, about: About) => string>> = {
  add: () => 'Installed.',
  update: (detail, { kind }) => sentence(`${kind === 'alternative' ? 'Set' : 'Updated'}: ${detail}`),
  rename: sentence,
  remove: () => 'Removed.',
  enable: sentence,
  disable: sentence,
  keep: sentence,
  cannot,
}

export const askedToRemove = 'You are asked whether to remove it.'
export const asked = (choices: readonly string[]): string => `You are asked: ${choices.join(', or ')}.`
const happens: Readonly<Partial<Record<Effect, string>>> = { add: 'Installed', update: 'Updated', remove: 'Removed' }
export const brought = (effect: Effect, choice: string, title: string): string =>
  `${happens[effect] ?? 'Changed'} only if you choose “${choice}” for ${title}.`
