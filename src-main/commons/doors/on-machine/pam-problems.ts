/**
 * Whether the services by which a person comes in at the laptop itself would still let them: what each needs is there, and their
 * account is let in. A password is not asked for: what only asks for another one than before is not noticed.
 */
import { lstatSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { accountOf, isPamModule, parsePamService, tryPamAccount, type PamLine } from '../../../tools/pam.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DoorProblem } from '../verbs.ts'
import { insteadOf } from './door-folders.ts'

type PamProblem = Extract<DoorProblem, { kind: 'pam' }>

/** Where a person signs in. */
const signIn = ['login', 'gdm-password', 'lightdm', 'sddm', 'greetd', 'lxdm', 'xdm'] as const
/** And becomes root, or unlocks the screen. */
const services = [
  ...signIn,
  'sshd',
  'su',
  'su-l',
  'sudo',
  'sudo-i',
  'polkit-1',
  'systemd-user',
  'kde',
  'other',
] as const

/** As libpam looks for it; /usr/lib/pam.d is read by some builds of it (PAM 1.4 and later). */
function fileOf(service: string, root: string): string | undefined {
  const name = service.replace(/^\/etc\/pam\.d\//, '')
  const places = path.isAbsolute(name) ? [name] : [path.join(root, 'pam.d', name), path.join('/usr/lib/pam.d', name)]
  return places.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile() === true)
}

/** `made` has pam.d and security as they would be. */
export async function findPamProblems(
  person: string,
  made: string,
  options: RunOptions,
): Promise<readonly PamProblem[]> {
  const isMade = (service: string): boolean => fileOf(service, made) !== undefined
  const gone = services.filter((service) => fileOf(service, '/etc') !== undefined && !isMade(service))
  const needs = services.filter(isMade).flatMap((service) => needsOf(service, service, made))
  const refused: PamProblem[] = []
  // One after the other: each is asked through one file.
  for (const service of signIn.filter(isMade)) refused.push(...(await refusedBy(service, { person, made }, options)))
  return [
    ...gone.map((service) => problem(service, 'gone', service, [])),
    ...needs,
    ...refused.filter(({ service }) => !needs.some((one) => one.service === service)),
  ]
}

function problem(service: string, why: PamProblem['why'], what: string, files: PamProblem['files']): PamProblem {
  return { kind: 'pam', service, why, what, files }
}

/** `file`: that of the service, or one that it includes. */
function needsOf(service: string, file: string, made: string, seen: readonly string[] = []): readonly PamProblem[] {
  const place = fileOf(file, made)
  if (seen.includes(file) || place === undefined) return []
  return parsePamService(readOwnText(place)).flatMap((line) =>
    missingOf(line, { service, file, made, seen: [...seen, file] }),
  )
}

interface Reading {
  readonly service: string
  readonly file: string
  readonly made: string
  readonly seen: readonly string[]
}

function missingOf(line: PamLine, { service, file, made, seen }: Reading): readonly PamProblem[] {
  const files = [`pam.d/${file}`]
  switch (line.kind) {
    case 'unreadable':
      return [problem(service, 'line', line.text, files)]
    case 'module':
      return isPamModule(line.name) ? [] : [problem(service, 'module', line.name, files)]
    case 'include': {
      const isThere = fileOf(line.service, made) !== undefined
      return isThere ? needsOf(service, line.service, made, seen) : [problem(service, 'include', line.service, files)]
    }
  }
}

async function refusedBy(
  service: string,
  { person, made }: { readonly person: string; readonly made: string },
  options: RunOptions,
): Promise<readonly PamProblem[]> {
  if (!giveSu(accountOf(service), made)) return []
  const said = await tryPamAccount(person, insteadOf('pam', made), options)
  return said === undefined ? [] : [problem(service, 'refused', said, [`pam.d/${service}`])]
}

/** What su asks PAM in `made`. False where pam.d is no folder of it: it may be a link to somewhere else, and so may the file. */
export function giveSu(text: string, made: string): boolean {
  const folder = path.join(made, 'pam.d')
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return false
  const su = path.join(folder, 'su')
  rmSync(su, { force: true })
  writeFileSync(su, text, { flag: 'wx' })
  return true
}
