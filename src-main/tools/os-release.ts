/** os-release(5): what the system calls itself. */
import { readIfThere } from './files/own-file.ts'

const file = '/etc/os-release'

/** "Ubuntu 24.04.1 LTS"; "Linux" where the system does not say. */
export function readSystemName(): string {
  return parseAssignment(readIfThere(file) ?? '', 'PRETTY_NAME') ?? 'Linux'
}

export interface SystemRelease {
  /** "debian", "ubuntu". */
  readonly id: string
  /** "trixie"; empty where a release has no name, as of Debian's unstable one. */
  readonly codename: string
  readonly title: string
}

export function readSystemRelease(): SystemRelease {
  const text = readIfThere(file) ?? ''
  return {
    id: parseAssignment(text, 'ID') ?? 'linux',
    codename: parseAssignment(text, 'VERSION_CODENAME') ?? '',
    title: readSystemName(),
  }
}

/** Shell-like assignments, quoted or not. */
export function parseAssignment(text: string, name: string): string | undefined {
  const match = new RegExp(`^${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)'|(\\S*))$`, 'm').exec(text)
  const value = (match?.[1] ?? match?.[2] ?? match?.[3])?.replace(/\\(.)/g, '$1').trim()
  return value === undefined || value === '' ? undefined : value
}
