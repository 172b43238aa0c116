/** What a laptop is called: where that is written, and that all who talk to it call it so at once. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createNameHandlers } from '../../../src-main/commons/laptop/on-pair/name-laptop.ts'
import { writeLabel } from '../../../src-main/commons/laptop/verbs.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { loggedMachine } from '../../../src-main/machine/logged-machine.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { readPrettyName, withPrettyName, writePrettyName } from '../../../src-main/tools/machine-info.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { ownFolder } from '../../own-folder.ts'

it('is written into machine-info, where every other line stays and every program may read it', () => {
  const file = join(ownFolder('machine-info'), 'machine-info')
  writePrettyName('Work', file)
  expect(readPrettyName(file)).toBe('Work')
  writeFileSync(file, 'CHASSIS=laptop\nPRETTY_HOSTNAME=old\nICON_NAME=computer\n')
  const odd = 'The "big" $one\\ `x`'
  writePrettyName(odd, file)
  expect(readPrettyName(file)).toBe(odd)
  expect(readFileSync(file, 'utf8')).toContain('CHASSIS=laptop\nICON_NAME=computer\n')
  expect(statSync(file).mode & 0o777).toBe(0o644)
})

it('is taken away by an empty one', () => {
  expect(withPrettyName('PRETTY_HOSTNAME=old\nCHASSIS=laptop\n', '')).toBe('CHASSIS=laptop\n')
  expect(withPrettyName('', '')).toBe('')
})

async function pairOfNames() {
  const machineAt = async (name: string) => {
    const write = answer(writeLabel, ({ label }) => Promise.resolve({ label: label === '' ? name : label }))
    return loggedMachine((await memoryMachine(name, [write])).machine, silentLogger)
  }
  const [p17, xps] = [await machineAt('p17'), await machineAt('xps')]
  const { settingsNameLaptop } = createNameHandlers({
    reach: {
      both: () => Promise.resolve([p17, xps]),
      named: (name) => Promise.resolve(name === 'p17' ? p17 : xps),
      all: () => Promise.resolve({ machines: [p17, xps], missing: [] }),
    },
  })
  return { p17, xps, name: (laptop: string, label: string) => settingsNameLaptop({ laptop, label }, newCall()) }
}

it('is used at once by all who hold the connection', async () => {
  const { xps, name } = await pairOfNames()
  expect(xps.label).toBe('XPS')
  expect(await name('xps', '  Blue one ')).toEqual({ laptop: { name: 'xps', label: 'Blue one' } })
  expect(xps.label).toBe('Blue one')
  await name('xps', '')
  expect(xps.label).toBe('xps')
})

it('is not that of the other laptop, and fits on a line', async () => {
  const { name, xps } = await pairOfNames()
  await expect(name('xps', 'P17')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(name('xps', 'a\nb')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(name('xps', 'a'.repeat(41))).rejects.toMatchObject({ code: 'invalid-input' })
  expect(xps.label).toBe('XPS')
})
