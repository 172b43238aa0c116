/** The changes of a working day in a person's home, spread over all of it and always the same. Runs on the laptop. */
import { execOn } from '../practice/pair.ts'
import { person } from '../practice/layout.ts'
import type { Laptops } from './laptops.ts'

/** Half are rewritten, and a tenth each is made, grows, is removed, gets another name, gets another mode. */
const program = `
import { appendFileSync, chmodSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
const [wanted, round] = process.argv.slice(2).map(Number)
const files = []
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder + '/' + entry.name
    if (entry.name.startsWith('.') || entry.name === 'projects') continue
    if (entry.isDirectory()) walk(path)
    else if (entry.isFile() && !path.endsWith('.qcow2')) files.push(path)
  }
}
for (const name of readdirSync(process.env.HOME)) if (!name.startsWith('.')) {
  const path = process.env.HOME + '/' + name
  // Those of 'odd' may not all be changed, or have names that Node cannot say.
  if (statSync(path).isDirectory() && name !== 'projects' && name !== 'odd') walk(path)
}
for (let index = 0; index < wanted; index++) {
  const file = files[Math.floor((index * files.length) / wanted)]
  const kind = index % 10
  if (kind < 5) writeFileSync(file, 'round ' + round + ' ' + 'y'.repeat((index * 37) % 6000))
  else if (kind === 5) writeFileSync(file + '-new-' + round, 'n'.repeat((index * 53) % 6000))
  else if (kind === 6) appendFileSync(file, 'more ' + round)
  else if (kind === 7) rmSync(file)
  else if (kind === 8) renameSync(file, file + '-' + round)
  else chmodSync(file, round % 2 === 0 ? 0o600 : 0o640)
}
`

export async function workADay({ pair, from }: Laptops, files: number, round: number): Promise<void> {
  const { exitCode, stderr } = await execOn(
    from,
    ['/usr/lib/pc-switcher/node', '--input-type=module', '-', String(files), String(round)],
    {
      name: pair,
      user: person,
      input: program,
    },
  )
  if (exitCode !== 0) throw new Error(`Could not change files on ${from}: ${stderr}`)
}
