/** What `pair` and `unpair` print and ask. */
import type { HostIdentity, InspectedLaptops, NeedsPassword, PossibleTarget } from '../../../contract/pairing-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { tableLines } from '../fit-lines.ts'

const identityLines = ({ fingerprint, words }: HostIdentity): readonly string[] => [
  `  ${fingerprint}`,
  `  ${words.join(' ')}`,
]

const found = { network: 'on this network', settings: 'in your SSH settings' } as const

export function ownKeyLines(
  name: string,
  identity: HostIdentity,
  targets: readonly PossibleTarget[],
): readonly string[] {
  return [
    `The key of ${name}, to compare when you pair from the other laptop:`,
    ...identityLines(identity),
    '',
    'To pair from here, give the name or the address of the other laptop: pc-switcher pair HOST',
    ...tableLines(targets.map(({ target, from }) => [`  ${target}`, found[from]])),
  ]
}

export function lookedLines(address: string, identity: HostIdentity): readonly string[] {
  return [
    `The laptop at ${address} has this key:`,
    ...identityLines(identity),
    'Compare it on the other laptop. It is the same there with:',
    '  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub      or, with the six words: pc-switcher pair',
  ]
}

export const isTheSame = 'Is it the same? [y/N] '

export function inspectedLines({ here, there, findings }: InspectedLaptops): readonly string[] {
  return [
    ...(there === undefined ? [here] : [here, there]).flatMap(({ name, system, plan }) => [
      '',
      `On ${name}, ${system}:`,
      ...plan.map((line) => `  + ${line}`),
    ]),
    '',
    ...findings.flatMap(({ verdict, text, hint }) => [`${verdict === 'refused' ? '✗' : '!'} ${text}`, `    ${hint}`]),
  ]
}

export const setUpBoth = 'Set this up on both laptops? [y/N] '
export const setUpHere = 'Set this up on this laptop? [y/N] '
export const setUpLines = (here: string): readonly string[] => [
  `${here} is set up without another laptop. What brings copies back:`,
  '  pc-switcher copies place add NAME WHERE       WHERE and the password are on the recovery sheet',
  '  pc-switcher copies list NAME',
  '  pc-switcher copies restore NAME ID',
]
export const aloneOrWith: ErrorText = {
  message: '--alone is for a laptop without another one.',
  hint: 'Leave out either the other laptop or --alone.',
}
export const refusedAlone: ErrorText = {
  message: 'This laptop cannot be set up yet. Nothing was changed.',
  hint: 'Do what stands below each ✗, then try again.',
}
export const pairedLine = (here: string, there: string): string => `${here} and ${there} are paired.`
export const brokenOff =
  'Pairing is not finished. What was set up stays: pair again to go on from there, or take it back with: pc-switcher unpair'
export const unpairedLine = (laptops: readonly string[]): string =>
  `No longer paired: ${laptops.join(' and ')}. Snapshots, history and your files stay. To remove the package: sudo apt purge pc-switcher-headless`
export const takeBack = 'Take the pairing back on both laptops? [y/N] '
export const takeBackHere = 'Take the pairing back on this laptop alone? [y/N] '

const where = {
  signIn: 'to sign in on the other laptop',
  sudoThere: 'for sudo on the other laptop',
  sudoHere: 'for sudo on this laptop',
} as const

export function passwordPrompt({ for: what, wrong }: NeedsPassword): string {
  return `${wrong ? 'That did not fit. ' : ''}Password ${where[what]}: `
}

export function passwordWanted({ for: what, wrong }: NeedsPassword): ErrorText {
  return {
    message: wrong ? `The password ${where[what]} is wrong.` : `A password is needed ${where[what]}.`,
    hint: 'Nothing was changed. Type it at a terminal, or hand it in with --password-stdin.',
  }
}

export const otherFingerprint = (wanted: string, found: string): ErrorText => ({
  message: `The other laptop has another key than ${wanted}.`,
  hint: `It has ${found}. Nothing was sent to it, and nothing was changed.`,
})

export const confirmFirst: ErrorText = {
  message: 'Nobody has compared the key of the other laptop.',
  hint: 'At a terminal you are asked. In a script, add --fingerprint SHA256:... and --yes.',
}

export const notAgreed: ErrorText = {
  message: 'Nothing was changed.',
  hint: 'Run the command again when you are ready; --yes agrees beforehand.',
}

export const refusedLine: ErrorText = {
  message: 'These laptops cannot be paired yet. Nothing was changed.',
  hint: 'Do what stands below each ✗, then try again.',
}
