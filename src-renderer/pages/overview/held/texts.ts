import { joinNames } from '../../../format/names-text.ts'
import type { HeldChoice, HeldFolders } from '../../../../src-main/contract/held-folders-calls.ts'

const namesOf = ({ folders }: HeldFolders): string => joinNames(folders.map(({ label }) => label))
const everywhere = ({ devices }: HeldFolders): string =>
  devices.length === 0 ? 'On every other device' : `On ${joinNames(devices)}`

type Words = Readonly<Record<HeldChoice | 'paused', (held: HeldFolders) => string>>

const answers: Words = {
  newer: () => 'Bring the newer files back',
  this: ({ label }) => `What is on ${label} now counts everywhere`,
  paused: () => 'Leave these folders paused',
}

const means: Words = {
  newer: ({ label }) =>
    `What the other devices have comes back to ${label}. What was written there since it went back stays, as a conflict file where both changed.`,
  this: (held) =>
    `${everywhere(held)} too: newer files there are replaced, and files made since are deleted. ${held.label} keeps a snapshot.`,
  paused: () => 'Syncthing carries nothing in these folders until you resume them in Syncthing. A switch copies them.',
}

export const texts = {
  waits: (held: HeldFolders) => `Syncthing waits on ${held.label}, with ${namesOf(held)}`,
  meanwhile: 'Other devices may have newer files than what it went back to. Nothing moves until you decide.',
  goesOn: 'You have decided. It goes on by itself when nothing else is done.',
  decide: 'Decide…',
  title: (held: HeldFolders) => `Which state of ${namesOf(held)} counts?`,
  lead: ({ label }: HeldFolders, at: string) =>
    `${label} went back to ${at}. Syncthing would bring back what is newer elsewhere, so it waits.`,
  going: 'Syncthing goes on',
  later: 'Not now',
  confirm: 'Go on',
  answers,
  means,
}
