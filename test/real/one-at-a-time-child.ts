/** A program that changes four files of state many times, beside others that do the same. */
import { noteElsewhere } from '../../src-main/domains/bundles/on-machine/bundle-proofs.ts'
import { rememberPlace } from '../../src-main/domains/copies/on-machine/place-memory.ts'
import { keepPlace } from '../../src-main/domains/copies/on-machine/places-file.ts'
import { exclude } from '../../src-main/domains/reclaim/on-machine/excluded-file.ts'

const usualPolicy = {
  ...{ allForDays: 0, dailyForDays: 1, weeklyForWeeks: 0, monthlyForMonths: 0 },
  ...{ leastSwitches: 1, mostDiskShare: 1 },
}

const usual = { addedAt: '2026-11-30T00:00:00Z', policy: usualPolicy, kind: 'disk' } as const

/** Which all of them remember something of. */
const shared = 'f'.repeat(16)

const [stateFolder = '', own = ''] = process.argv.slice(2)
keepPlace(stateFolder, { ...usual, id: shared, name: 'shared', fsUuid: 'shared' })
for (let turn = 0; turn < 10; turn += 1) {
  const name = `${own}-${turn}`
  noteElsewhere(stateFolder, { name: 'work', version: '1' }, { name, identity: own })
  const id = `${own.padStart(8, '0')}${String(turn).padStart(8, '0')}`
  keepPlace(stateFolder, { ...usual, id, name, fsUuid: own })
  rememberPlace(stateFolder, shared, ({ proven }) => ({ proven: { ...proven, [name]: name } }))
  exclude(stateFolder, `/home/${name}`, true)
}
