/** passwd(5) and group(5), read as files: system accounts are local, and their numbers differ between laptops. */
import { readFile } from 'node:fs/promises'

export interface AccountNames {
  readonly users: ReadonlyMap<string, number>
  readonly groups: ReadonlyMap<string, number>
}

export async function readAccountNames(): Promise<AccountNames> {
  const [passwd, group] = await Promise.all([readFile('/etc/passwd', 'utf8'), readFile('/etc/group', 'utf8')])
  return { users: parseNumbers(passwd), groups: parseNumbers(group) }
}

/** Name and number are the first and third field of both files. */
export function parseNumbers(text: string): ReadonlyMap<string, number> {
  const entries = text.split('\n').flatMap((line): (readonly [string, number])[] => {
    const [name, , number] = line.split(':')
    return name === undefined || number === undefined || !/^\d+$/.test(number) ? [] : [[name, Number(number)]]
  })
  return new Map(entries)
}

/** The name that has a number; the number itself as text where it has none. */
export function nameOf(names: ReadonlyMap<string, number>, number: number): string {
  return [...names].find(([, one]) => one === number)?.[0] ?? String(number)
}
