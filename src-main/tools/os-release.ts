/** os-release(5): what the system calls itself. */
import { readIfThere } from './files/durable-file.ts'

/** "Ubuntu 24.04.1 LTS"; "Linux" where the system does not say. */
export function readSystemName(): string {
  return parseAssignment(readIfThere('/etc/os-release') ?? '', 'PRETTY_NAME') ?? 'Linux'
}

/** Shell-like assignments, quoted or not. */
export function parseAssignment(text: string, name: string): string | undefined {
  const match = new RegExp(`^${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)'|(\\S*))$`, 'm').exec(text)
  const value = (match?.[1] ?? match?.[2] ?? match?.[3])?.replace(/\\(.)/g, '$1').trim()
  return value === undefined || value === '' ? undefined : value
}
