/** machine-info(5): what a laptop is called by its owner. Other programs show the same name, hostnamed(8) tells it to them. */
import { chmodSync } from 'node:fs'
import { readIfThere } from './files/own-file.ts'
import { writeDurably } from './files/durable-file.ts'
import { parseAssignment } from './os-release.ts'

const machineInfoFile = '/etc/machine-info'
const variable = 'PRETTY_HOSTNAME'

/** Undefined when it has no name beside its host name. */
export function readPrettyName(file = machineInfoFile): string | undefined {
  return parseAssignment(readIfThere(file) ?? '', variable)
}

/** "" takes the name away. Every other line stays. */
export function writePrettyName(name: string, file = machineInfoFile): void {
  writeDurably(file, withPrettyName(readIfThere(file) ?? '', name))
  // Every program may read it.
  chmodSync(file, 0o644)
}

export function withPrettyName(text: string, name: string): string {
  const others = text.split('\n').filter((line) => line !== '' && !line.startsWith(`${variable}=`))
  const own = name === '' ? [] : [`${variable}="${name.replace(/["\\$`]/g, '\\$&')}"`]
  return [...own, ...others].map((line) => `${line}\n`).join('')
}
